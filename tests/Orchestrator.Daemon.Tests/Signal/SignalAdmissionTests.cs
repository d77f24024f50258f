using System.Net;
using Orchestrator.Core.Sessions;
using Orchestrator.Daemon.Configuration;
using Orchestrator.Daemon.Signal;
using Orchestrator.Testing.Time;

namespace Orchestrator.Daemon.Tests.Signal;

public class SignalAdmissionTests
{
    private static readonly KioskAddress One = KioskAddress.Parse("10.0.0.1");
    private static readonly KioskAddress Other = KioskAddress.Parse("10.0.0.2");

    private readonly ManualTimeProvider _time = new();

    [Fact]
    public void Enter_ThirdOfOneKiosk_IsRefusedUntilOneLeaves()
    {
        var admission = Admission(ofKiosk: 2);
        Assert.Null(admission.Enter(One));
        Assert.Null(admission.Enter(One));

        Assert.Equal("this address has 2 signal connections, its limit; close one", admission.Enter(One));
        Assert.Null(admission.Enter(Other));
        admission.Leave(One);
        Assert.Null(admission.Enter(One));
    }

    [Fact]
    public void Enter_BeyondTotal_IsRefused()
    {
        var admission = Admission(total: 1);
        Assert.Null(admission.Enter(One));

        Assert.StartsWith("the server has 1 signal connections", admission.Enter(Other), StringComparison.Ordinal);
    }

    [Fact]
    public void Enter_TooOften_IsRefusedUntilTheBucketRefills()
    {
        var admission = Admission(perMinute: 6);
        for (var i = 0; i < 6; i++)
        {
            Assert.Null(EnterAndLeave(admission, One));
        }

        Assert.StartsWith("this address signalled more than 6 times", admission.Enter(One), StringComparison.Ordinal);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Null(EnterAndLeave(admission, One));
        Assert.NotNull(admission.Enter(One));
    }

    [Fact]
    public void Addresses_BeyondTheTable_AreRefusedUntilOthersRest()
    {
        var admission = Admission();
        for (var i = 0; i < SignalAdmission.AddressesMax; i++)
        {
            Assert.Null(EnterAndLeave(admission, KioskAddress.From(new IPAddress(i + 1))));
        }

        var late = KioskAddress.Parse("9.9.9.9");
        Assert.StartsWith("the server remembers 4096", admission.Enter(late), StringComparison.Ordinal);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(admission.Enter(late));
        Assert.Equal(1, admission.AddressesRemembered);
    }

    private SignalAdmission Admission(int total = 100, int ofKiosk = 10, int perMinute = 100) =>
        new(new SignalOptions(IPAddress.Any, 5905, total, ofKiosk, perMinute), _time);

    private static string? EnterAndLeave(SignalAdmission admission, KioskAddress kiosk)
    {
        var rule = admission.Enter(kiosk);
        if (rule is null)
        {
            admission.Leave(kiosk);
        }

        return rule;
    }
}
