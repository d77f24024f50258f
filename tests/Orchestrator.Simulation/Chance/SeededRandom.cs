using System.Numerics;

namespace Orchestrator.Simulation.Chance;

/// <summary>
/// All chance of a run: xoshiro256**, seeded by SplitMix64. Not <see cref="Random"/>'s own generator, because a seed
/// that was found must mean the same in the next version of .NET.
/// </summary>
internal sealed class SeededRandom : Random
{
    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;

    public SeededRandom(ulong seed)
    {
        _s0 = Mix(ref seed);
        _s1 = Mix(ref seed);
        _s2 = Mix(ref seed);
        _s3 = Mix(ref seed);
    }

    /// <summary>A source of its own, so that more draws here change nothing there.</summary>
    public SeededRandom Fork() => new(NextBits());

    public override int Next() => (int)(NextBits() >> 33);

    public override int Next(int maxValue) => (int)(((NextBits() >> 32) * (ulong)maxValue) >> 32);

    public override int Next(int minValue, int maxValue) => minValue + Next(maxValue - minValue);

    public override long NextInt64() => (long)(NextBits() >> 1);

    public override double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    public bool Chance(double probability) => probability > 0 && NextDouble() < probability;

    /// <summary>Between two bounds, both possible.</summary>
    public int Between(int least, int most) => least + Next(most - least + 1);

    public TimeSpan Between(TimeSpan least, TimeSpan most) =>
        least + TimeSpan.FromTicks((long)(NextDouble() * (most - least).Ticks));

    /// <summary>Seconds between two bounds, with every order of magnitude as likely as another.</summary>
    public double Scaled(double least, double most) => least * Math.Pow(most / least, NextDouble());

    /// <summary>A waiting time without memory.</summary>
    public TimeSpan Exponential(TimeSpan mean) =>
        TimeSpan.FromTicks((long)(-Math.Log(1 - NextDouble()) * mean.Ticks));

    public override long NextInt64(long maxValue) => throw new NotSupportedException();

    public override long NextInt64(long minValue, long maxValue) => throw new NotSupportedException();

    public override float NextSingle() => throw new NotSupportedException();

    public override void NextBytes(byte[] buffer) => throw new NotSupportedException();

    public override void NextBytes(Span<byte> buffer) => throw new NotSupportedException();

    protected override double Sample() => NextDouble();

    private ulong NextBits()
    {
        var result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        var shifted = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= shifted;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    private static ulong Mix(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        var mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
