using Orchestrator.Libvirt.Calls;

namespace Orchestrator.Libvirt.Tests.Calls;

/// <summary>When libvirt counts as slow, and as well again.</summary>
public sealed class CallHealthTests
{
    private readonly LibvirtOptions _options = new();

    [Fact]
    public void Slow_AsOftenAsAllowed_IsDegraded()
    {
        var health = new CallHealth(_options);

        for (var call = 1; call < _options.DegradedAfterSlow; call++)
        {
            Assert.False(health.Record(CallKind.Destroy, CallOutcome.Slow, TimeSpan.Zero));
        }

        Assert.True(health.Record(CallKind.Clone, CallOutcome.Slow, TimeSpan.Zero));
        Assert.True(health.IsDegraded);
    }

    [Fact]
    public void Degraded_ManyNormalCallsOfTheKind_RecoversAtOnce()
    {
        var health = Degraded(CallKind.Clone);

        for (var call = 1; call < _options.RecoveredAfterNormal; call++)
        {
            Assert.False(health.Record(CallKind.Clone, CallOutcome.Normal, TimeSpan.Zero));
        }

        Assert.True(health.Record(CallKind.Clone, CallOutcome.Normal, TimeSpan.Zero));
        Assert.False(health.IsDegraded);
    }

    /// <summary>A pool of one machine clones once after the trouble, and not ten times.</summary>
    [Fact]
    public void Degraded_OneNormalCallAndAShortQuiet_Recovers()
    {
        var health = Degraded(CallKind.Clone);
        health.Record(CallKind.Clone, CallOutcome.Normal, TimeSpan.FromSeconds(1));

        Assert.False(health.Pass(_options.RecoveredAfterNormalQuiet - TimeSpan.FromTicks(1)));
        Assert.True(health.Pass(_options.RecoveredAfterNormalQuiet));
        Assert.False(health.IsDegraded);
    }

    [Fact]
    public void Degraded_NormalCallsOfAnotherKind_StaysForTheLongQuiet()
    {
        var health = Degraded(CallKind.Clone);
        for (var call = 0; call < 2 * _options.RecoveredAfterNormal; call++)
        {
            health.Record(CallKind.List, CallOutcome.Normal, TimeSpan.FromSeconds(call));
        }

        Assert.False(health.Pass(_options.RecoveredAfterQuiet - TimeSpan.FromTicks(1)));
        Assert.True(health.Pass(_options.RecoveredAfterQuiet));
    }

    [Fact]
    public void Degraded_SlowAgainAfterANormalCall_StaysForTheLongQuiet()
    {
        var health = Degraded(CallKind.Clone);
        health.Record(CallKind.Clone, CallOutcome.Normal, TimeSpan.FromSeconds(1));
        health.Record(CallKind.Clone, CallOutcome.Slow, TimeSpan.FromSeconds(2));

        Assert.False(health.Pass(TimeSpan.FromSeconds(2) + _options.RecoveredAfterNormalQuiet));
        Assert.True(health.Pass(TimeSpan.FromSeconds(2) + _options.RecoveredAfterQuiet));
    }

    /// <summary>The one clone of a small pool may be slow and then the last for long.</summary>
    [Fact]
    public void Degraded_OnlyWhatAloneIsNoAlarmIsLeft_Recovers()
    {
        var health = new CallHealth(_options);
        health.Record(CallKind.Clone, CallOutcome.Slow, TimeSpan.Zero);
        for (var call = 0; call < _options.DegradedAfterOverdue; call++)
        {
            health.Record(CallKind.List, CallOutcome.Overdue, TimeSpan.Zero);
        }

        Assert.True(health.IsDegraded);
        for (var call = 0; call < _options.RecoveredAfterNormal; call++)
        {
            health.Record(CallKind.List, CallOutcome.Normal, TimeSpan.Zero);
        }

        Assert.False(health.IsDegraded, $"still degraded by {health.Remembered}");
    }

    private CallHealth Degraded(CallKind kind)
    {
        var health = new CallHealth(_options);
        for (var call = 0; call < _options.DegradedAfterSlow; call++)
        {
            health.Record(kind, CallOutcome.Slow, TimeSpan.Zero);
        }

        Assert.True(health.IsDegraded);
        return health;
    }
}
