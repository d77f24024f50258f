namespace Orchestrator.Libvirt.Interop;

/// <summary>Codes of libvirt's errors (<c>virErrorNumber</c>) that are told apart.</summary>
internal enum VirErrorNumber
{
    NoConnect = 5,
    InvalidConnection = 6,
    Rpc = 39,
    NoDomain = 42,
    NoStoragePool = 49,
    NoStorageVolume = 50,
    OperationInvalid = 55,
    NoDomainMetadata = 80,
    AgentUnresponsive = 86,
}
