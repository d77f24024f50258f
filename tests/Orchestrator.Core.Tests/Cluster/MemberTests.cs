using FsCheck;
using FsCheck.Fluent;
using Orchestrator.Core.Cluster;
using static Orchestrator.Core.Cluster.MemberStatus;

namespace Orchestrator.Core.Tests.Cluster;

public sealed class MemberTests
{
    private const int SequencesMax = 2_000;

    private static readonly NodeName Node = NodeName.Parse("kvm-1");

    private static readonly MemberCommand[] Commands =
    [
        new JoinBranch(8), new ConfirmUp(), new LeaveBranch(), new ReportDrained(), new DownMember(),
        new RemoveMember(),
    ];

    /// <summary>One row a status, one column a command in the order above: the status after it, or null:
    /// refused.</summary>
    private static readonly Dictionary<MemberStatus, MemberStatus?[]> Table = new()
    {
        [Removed] = [Joining, null, null, null, null, Removed],
        [Joining] = [null, Up, Leaving, null, Down, null],
        [Up] = [null, Up, Leaving, null, Down, null],
        [Leaving] = [null, null, Leaving, Exiting, Down, null],
        [Exiting] = [null, null, Exiting, Exiting, Down, Removed],
        [Down] = [null, null, null, null, Down, Removed],
    };

    [Fact]
    public void Decide_EachStatusAndCommand_IsAsTheTableSays()
    {
        foreach (var status in Enum.GetValues<MemberStatus>())
        {
            for (var column = 0; column < Commands.Length; column++)
            {
                var state = new MemberState(Node, status, 7);
                var decision = Member.Decide(state, Commands[column]);
                MemberStatus? after = decision.IsRefused
                    ? null
                    : decision.Events.Aggregate(state, Member.Apply).Status;
                Assert.True(
                    after == Table[status][column],
                    $"{Commands[column]} to {status}: expected {Table[status][column]}, there was {after}");
            }
        }
    }

    [Fact]
    public void Decide_Refused_SaysWhoAndWhere()
    {
        var decision = Member.Decide(new MemberState(Node, Down, 3), new LeaveBranch());

        Assert.Contains("node kvm-1 is down (incarnation 3)", decision.Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Join_SameIncarnationAgain_ChangesNothing()
    {
        var decision = Member.Decide(new MemberState(Node, Up, 7), new JoinBranch(7));

        Assert.False(decision.IsRefused);
        Assert.Empty(decision.Events);
    }

    [Theory]
    [InlineData(Removed, 7)]
    [InlineData(Removed, 6)]
    [InlineData(Down, 7)]
    [InlineData(Down, 8)]
    [InlineData(Leaving, 7)]
    public void Join_IncarnationOfThePast_IsRefused(MemberStatus status, long incarnation) =>
        Assert.True(Member.Decide(new MemberState(Node, status, 7), new JoinBranch(incarnation)).IsRefused);

    [Fact]
    public void Leave_SaidAgain_TheLastDeadlineHolds()
    {
        var state = new MemberState(Node, Up, 7);
        foreach (var within in new TimeSpan?[] { null, TimeSpan.FromMinutes(10), null, TimeSpan.FromMinutes(1) })
        {
            var decision = Member.Decide(state, new LeaveBranch(within));
            state = decision.Events.Aggregate(state, Member.Apply);
            Assert.Equal((Leaving, within), (state.Status, state.LeaveWithin));
            Assert.Empty(Member.Decide(state, new LeaveBranch(within)).Events);
        }

        state = Member.Apply(state, new MemberDrained());
        Assert.Equal(new MemberState(Node, Exiting, 7), state);
    }

    /// <summary>Who left owes nothing; who was given up has to be known again.</summary>
    [Fact]
    public void Remove_OfWhoLeftOrWasGivenUp_RemembersTheLatterOnly()
    {
        Assert.Equal(
            MemberState.Unknown(Node), Member.Apply(new MemberState(Node, Exiting, 7), new MemberRemoved()));
        Assert.Equal(
            new MemberState(Node, Removed, 7), Member.Apply(new MemberState(Node, Down, 7), new MemberRemoved()));
    }

    [Fact]
    public void Apply_EventThatCannotFollow_IsABrokenInvariant() => Assert.Throws<InvariantException>(
        () => Member.Apply(new MemberState(Node, Down, 1), new MemberCameUp()));

    [Fact]
    public void AnyCommands_EachTwice_EndAsOnce() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(SequencesMax),
        Prop.ForAll(
            Gen.Elements(Commands).ListOf().ToArbitrary(),
            commands => Run(commands) == Run(commands.SelectMany(command => new[] { command, command }))));

    [Fact]
    public void AnyCommands_DownedMember_NeverComesUpAgain() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(SequencesMax),
        Prop.ForAll(Gen.Elements(Commands).ListOf().ToArbitrary(), commands =>
        {
            var state = new MemberState(Node, Down, 7);
            foreach (var command in commands)
            {
                state = Member.Decide(state, command).Events.Aggregate(state, Member.Apply);
                if (state.Status is not (Down or Removed) && state.Incarnation <= 7)
                {
                    return false;
                }
            }

            return true;
        }));

    private static MemberState Run(IEnumerable<MemberCommand> commands) => commands.Aggregate(
        MemberState.Unknown(Node),
        (state, command) => Member.Decide(state, command).Events.Aggregate(state, Member.Apply));
}
