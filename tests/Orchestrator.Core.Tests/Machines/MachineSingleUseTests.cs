using System.Reflection;
using FsCheck;
using FsCheck.Fluent;
using Orchestrator.Core.Machines;
using Orchestrator.Core.Pools;
using Orchestrator.Core.Sessions;
using Orchestrator.Core.Slots;

namespace Orchestrator.Core.Tests.Machines;

/// <summary>Single use, twice over: by the types' shape, and by random command sequences.</summary>
public sealed class MachineSingleUseTests
{
    private const int SequencesMax = 5_000;

    private static readonly Type[] AfterTouch =
        [typeof(InUseMachine), typeof(DirtyMachine), typeof(DeletingMachine), typeof(GoneMachine)];

    private static readonly Type[] BeforeTouch =
        [typeof(CloningMachine), typeof(StartingMachine), typeof(CleanMachine), typeof(OfferedMachine)];

    [Fact]
    public void Types_TouchedMachine_HaveNoWayBack()
    {
        var ways = from type in BeforeTouch
                   from constructor in type.GetConstructors(BindingFlags.Instance | BindingFlags.Public
                       | BindingFlags.NonPublic)
                   where !IsCopyConstructor(type, constructor)
                   from parameter in constructor.GetParameters()
                   where AfterTouch.Any(touched => parameter.ParameterType.IsAssignableFrom(touched))
                   select $"{type.Name}({parameter.ParameterType.Name})";
        Assert.Empty(ways);

        var methods = from type in AfterTouch
                      from method in type.GetMethods(BindingFlags.Instance | BindingFlags.Public
                          | BindingFlags.NonPublic)
                      where BeforeTouch.Contains(method.ReturnType)
                      select $"{type.Name}.{method.Name}";
        Assert.Empty(methods);
    }

    [Fact]
    public void Types_CleanMachine_IsMadeOnlyOfUntouchedOnes()
    {
        var sources = typeof(CleanMachine)
            .GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(constructor => !IsCopyConstructor(typeof(CleanMachine), constructor))
            .Select(constructor => string.Join(" + ", constructor.GetParameters().Select(p => p.ParameterType.Name)))
            .Order(StringComparer.Ordinal);
        Assert.Equal(["OfferedMachine + UntouchedConsole", "StartingMachine"], sources);
    }

    [Fact]
    public void AnyCommands_ConnectedMachine_IsNeverOfferedAgain() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(SequencesMax).WithEndSize(60),
            Prop.ForAll(Commands().ListOf().ToArbitrary(), commands => HoldsSingleUse([.. commands])));

    private static bool HoldsSingleUse(IReadOnlyList<MachineCommand> commands)
    {
        var name = new MachineName(new SlotId(PoolName.Parse("demo"), 5920), new MachineId(7));
        var state = MachineState.Ordered(name);
        SessionClaim? user = null;
        foreach (var command in commands)
        {
            foreach (var @event in Machine.Decide(state, command).Events)
            {
                var before = state;
                state = Machine.Apply(state, @event);
                var mayFollow = Rank(state) > Rank(before) || (before, state) is (OfferedMachine, CleanMachine)
                    or (CloningMachine, CloningMachine);
                user = @event is MachineConnected ? before.Claim : user;
                if (!mayFollow || (user is not null && state is CleanMachine or OfferedMachine && user != state.Claim))
                {
                    return false;
                }

                if (user is not null && (@event is MachineOffered or OfferWithdrawn or MachineBecameReady))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static int Rank(MachineState state) => state switch
    {
        CloningMachine => 0,
        StartingMachine => 1,
        CleanMachine => 2,
        OfferedMachine => 3,
        InUseMachine => 4,
        DirtyMachine => 5,
        DeletingMachine => 6,
        _ => 7,
    };

    /// <summary>The early commands are rare in a long life, so they weigh more: most sequences should get as far as an
    /// offer.</summary>
    private static Gen<MachineCommand> Commands()
    {
        var claim = Gen.Choose(1, 3).Select(n => new SessionClaim(new SessionId((ulong)n),
            KioskAddress.Parse($"10.0.0.{n}")));
        var proof = UntouchedConsole.FromClosed(touched: false)!;
        return Gen.Frequency(
            (4, Gen.Constant<MachineCommand>(new BeginClone())),
            (4, Gen.Constant<MachineCommand>(new ReportStarted())),
            (4, Gen.Constant<MachineCommand>(new ReportReady())),
            (6, claim.Select(c => (MachineCommand)new OfferMachine(c))),
            (4, claim.Select(c => (MachineCommand)new WithdrawOffer(c.Session, proof))),
            (2, claim.Select(c => (MachineCommand)new ReportConnected(c.Session))),
            (1, Gen.Elements(Enum.GetValues<SoilReason>()).Select(r => (MachineCommand)new SoilMachine(r))),
            (1, Gen.Constant<MachineCommand>(new ReportGone())));
    }

    private static bool IsCopyConstructor(Type type, ConstructorInfo constructor) =>
        constructor.GetParameters() is [var only] && only.ParameterType == type;
}
