using System.Diagnostics;

namespace Orchestrator.Testing.Branch;

/// <summary>Waits for something outside of this process, which cannot be awaited: asks again and again, within a
/// bound.</summary>
public static class Eventually
{
    public static readonly TimeSpan Bound = TimeSpan.FromSeconds(90);

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    /// <param name="what">What is expected; part of the failure's message.</param>
    /// <param name="observe">Looks at it.</param>
    /// <param name="holds">Whether it is as expected.</param>
    public static Task<T> SeeAsync<T>(string what, Func<Task<T>> observe, Func<T, bool> holds) =>
        SeeAsync(() => what, observe, holds);

    /// <inheritdoc cref="SeeAsync{T}(string, Func{Task{T}}, Func{T, bool})"/>
    public static async Task<T> SeeAsync<T>(Func<string> what, Func<Task<T>> observe, Func<T, bool> holds)
    {
        var watch = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(Interval);
        while (true)
        {
            var seen = await observe();
            if (holds(seen))
            {
                return seen;
            }

            if (watch.Elapsed >= Bound)
            {
                Assert.Fail($"within {Bound} expected {what()}; there was: {Show(seen)}");
            }

            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    private static string Show<T>(T seen) =>
        seen is IEnumerable<string> lines ? string.Join(", ", lines) : $"{seen}";
}
