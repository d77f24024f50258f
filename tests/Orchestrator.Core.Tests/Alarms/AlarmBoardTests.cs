using Orchestrator.Core.Alarms;

namespace Orchestrator.Core.Tests.Alarms;

public sealed class AlarmBoardTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;

    private static readonly RaiseAlarm Full = new(AlarmId.Storage, AlarmSeverity.Critical, "disk full", Start);

    [Fact]
    public void Raise_First_IsRaisedWithItsTime() => Assert.Equal(
        new Alarm(AlarmId.Storage, AlarmSeverity.Critical, Start, "disk full"), Assert.Single(Run(Full).Raised));

    [Fact]
    public void Raise_SameCauseAgain_IsNothing() =>
        Assert.Empty(AlarmBoard.Decide(Run(Full), Full with { At = Later(1) }).Events);

    [Theory]
    [InlineData("disk read-only", AlarmSeverity.Critical)]
    [InlineData("disk full", AlarmSeverity.Warning)]
    public void Raise_OtherCauseOrSeverity_KeepsSince(string cause, AlarmSeverity severity) => Assert.Equal(
        new Alarm(AlarmId.Storage, severity, Start, cause),
        Assert.Single(Run(Full, Full with { Cause = cause, Severity = severity, At = Later(1) }).Raised));

    [Fact]
    public void Raise_AfterClear_BeginsAnew() => Assert.Equal(
        Later(2),
        Assert.Single(Run(Full, new ClearAlarm(AlarmId.Storage, Later(1)), Full with { At = Later(2) }).Raised).Since);

    [Fact]
    public void Clear_NotRaised_IsNothing() => Assert.Empty(
        AlarmBoard.Decide(Run(Full), new ClearAlarm(AlarmId.Drained, Start)).Events);

    [Fact]
    public void Raised_Several_MostUrgentFirst()
    {
        var state = Run(
            new RaiseAlarm(AlarmId.Drained, AlarmSeverity.Critical, "cleared", Start),
            Full,
            new RaiseAlarm(AlarmId.HypervisorUnreachable, AlarmSeverity.Critical, "gone", Start));
        Assert.Equal(
            [AlarmId.HypervisorUnreachable, AlarmId.Storage, AlarmId.Drained], state.Raised.Select(alarm => alarm.Id));
    }

    [Fact]
    public void Cause_PagesLong_IsCutAndStillTheSame()
    {
        var pages = Full with { Cause = new string('x', 10_000) };
        var state = Run(pages);
        Assert.Equal(AlarmBoard.CauseLengthMax, Assert.Single(state.Raised).Cause.Length);
        Assert.Empty(AlarmBoard.Decide(state, pages).Events);
    }

    [Fact]
    public void Apply_ClearOfNothing_IsImpossible() => Assert.Throws<InvariantException>(
        () => AlarmBoard.Apply(AlarmBoardState.Empty, new AlarmCleared(AlarmId.Storage, Start)));

    [Theory]
    [InlineData(AlarmId.HypervisorUnreachable, "hypervisor-unreachable")]
    [InlineData(AlarmId.GoldenImage, "golden-image")]
    [InlineData(AlarmId.Storage, "storage")]
    [InlineData(AlarmId.CloneFailures, "clone-failures")]
    [InlineData(AlarmId.Quarantine, "quarantine")]
    [InlineData(AlarmId.Orphans, "orphans")]
    [InlineData(AlarmId.Drained, "drained")]
    public void Word_OfId_IsStable(AlarmId id, string word) => Assert.Equal(word, id.Word());

    private static AlarmBoardState Run(params AlarmCommand[] commands) => commands.Aggregate(
        AlarmBoardState.Empty,
        (state, command) => AlarmBoard.Decide(state, command).Events.Aggregate(state, AlarmBoard.Apply));

    private static DateTimeOffset Later(int minutes) => Start + TimeSpan.FromMinutes(minutes);
}
