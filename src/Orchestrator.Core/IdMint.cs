using Orchestrator.Core.Machines;
using Orchestrator.Core.Sessions;

namespace Orchestrator.Core;

/// <summary>
/// Mints ids that increase within a process and do not repeat across restarts: 44 bits of milliseconds since 1970, then
/// 20 random bits. Not thread-safe: its owner is one actor.
/// </summary>
/// <param name="millisecondsNow">The clock, as Unix milliseconds; given in, because Core knows no clock.</param>
/// <param name="random">The source of the low bits; seeded in tests.</param>
public sealed class IdMint(Func<long> millisecondsNow, Random random)
{
    private const int RandomBits = 20;

    private ulong _last;

    public MachineId NextMachineId() => new(Next());

    public SessionId NextSessionId() => new(Next());

    private ulong Next()
    {
        var candidate = ((ulong)millisecondsNow() << RandomBits) | (uint)random.Next(1 << RandomBits);

        // A clock set back must not bring an id back.
        _last = Math.Max(candidate, _last + 1);
        return _last;
    }
}
