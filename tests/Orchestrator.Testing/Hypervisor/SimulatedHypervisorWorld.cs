using Orchestrator.Core.Machines;
using Orchestrator.Core.Pools;
using Orchestrator.Core.Slots;
using Orchestrator.Drivers.Hypervisor;

namespace Orchestrator.Testing.Hypervisor;

/// <summary>The twin's world: nothing takes time, and no agent runs in its machines.</summary>
public sealed class SimulatedHypervisorWorld : IHypervisorWorld
{
    private readonly SimulatedHypervisor _hypervisor;
    private int _next = 5930;

    public SimulatedHypervisorWorld()
        : this(new SimulatedHypervisor(TimeProvider.System)
        {
            CloneTime = TimeSpan.Zero,
            DeleteTime = TimeSpan.Zero,
            AgentAnswers = false,
        })
    {
    }

    /// <param name="twin">The twin, to which things happen.</param>
    /// <param name="hypervisor">What the contract is about: the twin, or what wraps it.</param>
    public SimulatedHypervisorWorld(SimulatedHypervisor twin, IHypervisor hypervisor) =>
        (_hypervisor, Hypervisor) = (twin, hypervisor);

    private SimulatedHypervisorWorld(SimulatedHypervisor twin)
        : this(twin, twin)
    {
    }

    public IHypervisor Hypervisor { get; }

    public string GoldenImage => "golden";

    public long GoldenMemoryBytes => _hypervisor.Host.MachineMemoryBytes;

    public MachineName NextMachine()
    {
        var port = _next++;
        return new MachineName(new SlotId(PoolName.Parse("twin"), port), new MachineId((ulong)port));
    }

    public Task SpoilGoldenImageAsync(HypervisorFault fault)
    {
        if (fault == HypervisorFault.GoldenImageChanged)
        {
            _hypervisor.GoldenImage = _hypervisor.GoldenImage with { SizeBytes = 1 };
        }
        else
        {
            _hypervisor.GoldenImageFault = fault;
        }

        return Task.CompletedTask;
    }

    /// <summary>The twin has no names but those of machines, so there is nothing foreign to add.</summary>
    public Task AddForeignAsync() => Task.CompletedTask;

    public Task AddForeignAsync(MachineName machine)
    {
        _hypervisor.ForeignDomains.Add(machine);
        return Task.CompletedTask;
    }

    public Task<bool> IsForeignRunningAsync(MachineName machine) =>
        Task.FromResult(_hypervisor.ForeignDomains.Contains(machine));

    public Task StopAsync(MachineName machine)
    {
        _hypervisor.Stop(machine);
        return Task.CompletedTask;
    }

    public void TakePort(int port) => _hypervisor.TakenPorts.Add(port);

    public Task LoseAsync()
    {
        _hypervisor.Lose();
        return Task.CompletedTask;
    }

    public Task ReturnAsync()
    {
        _hypervisor.Return();
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => _hypervisor.DisposeAsync();
}
