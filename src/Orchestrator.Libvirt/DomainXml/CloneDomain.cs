using Orchestrator.Core.Machines;

namespace Orchestrator.Libvirt.DomainXml;

/// <summary>What a clone has of its own.</summary>
/// <param name="Name">Its name, from which its uuid and its MAC addresses follow: a name never comes back, and
/// neither do they.</param>
/// <param name="OverlayPath">Its disk, always qcow2.</param>
internal sealed record CloneDomain(MachineName Name, string OverlayPath);
