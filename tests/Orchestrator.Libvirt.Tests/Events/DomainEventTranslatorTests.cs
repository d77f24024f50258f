using Orchestrator.Core.Machines;
using Orchestrator.Drivers.Hypervisor;
using Orchestrator.Libvirt.Events;

namespace Orchestrator.Libvirt.Tests.Events;

public sealed class DomainEventTranslatorTests
{
    private const string Ours = "pbm-kiosks-5921-00000000000a0b0c";

    private readonly List<HypervisorEvent> _events = [];
    private readonly List<int> _closed = [];
    private readonly DomainEventTranslator _translator;

    public DomainEventTranslatorTests() => _translator = new DomainEventTranslator(_events.Add, _closed.Add);

    [Theory]
    [InlineData(5, 0, "shutdown")]
    [InlineData(5, 1, "destroyed")]
    [InlineData(5, 2, "crashed")]
    [InlineData(5, 99, "stopped (99)")]
    [InlineData(5, -1, "stopped (-1)")]
    [InlineData(8, 0, "crashed")]
    public void Lifecycle_OfAnEnd_IsReported(int @event, int detail, string how)
    {
        _translator.OnLifecycle(Ours, @event, detail);

        var stopped = Assert.IsType<MachineStopped>(Assert.Single(_events));
        Assert.Equal((Ours, how), (stopped.Machine.ToString(), stopped.Detail));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Lifecycle_OfNoEnd_IsNoEvent(int @event)
    {
        _translator.OnLifecycle(Ours, @event, 0);

        Assert.Empty(_events);
    }

    [Fact]
    public void Reboot_IsAnEnd()
    {
        _translator.OnReboot(Ours);

        Assert.Equal("rebooted", Assert.IsType<MachineStopped>(Assert.Single(_events)).Detail);
    }

    [Fact]
    public void Graphics_Phases_AreOpenAndClose()
    {
        _translator.OnGraphics(Ours, 0, "127.0.0.1:4000");
        _translator.OnGraphics(Ours, 1, "127.0.0.1:4000");
        _translator.OnGraphics(Ours, 2, "127.0.0.1:4000");

        Assert.True(MachineName.TryParse(Ours, out var machine));
        Assert.Equal(
            [
                new ConsoleChannelOpened(machine, "127.0.0.1:4000"),
                new ConsoleChannelClosed(machine, "127.0.0.1:4000"),
            ],
            _events);
    }

    [Fact]
    public void Foreign_Domains_AreNoEvent()
    {
        _translator.OnLifecycle("somebody-elses", 5, 0);
        _translator.OnReboot("pbm-");
        _translator.OnGraphics("golden", 1, "127.0.0.1:4000");

        Assert.Empty(_events);
    }

    [Fact]
    public void Closed_Connection_IsHandedOn()
    {
        _translator.OnClosed(2);

        Assert.Equal([2], _closed);
    }
}
