namespace Orchestrator.Daemon.Tests;

/// <summary>
/// Every await of a test ends: a missing event fails the test with what was expected and what was there.
/// </summary>
internal static class Bound
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static async Task<T> Within<T>(Task<T> task, string expected)
    {
        await Within((Task)task, expected);
        return await task;
    }

    public static async Task Within(Task task, string expected)
    {
        if (await Task.WhenAny(task, Task.Delay(Patience, TimeProvider.System)) != task)
        {
            Assert.Fail($"expected {expected}, but after {Patience} the task was {task.Status}");
        }

        await task;
    }

    /// <summary>For states of the kernel that announce nothing.</summary>
    public static async Task Until(Func<bool> condition, Func<string> expected)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Patience, expected());
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }
    }
}
