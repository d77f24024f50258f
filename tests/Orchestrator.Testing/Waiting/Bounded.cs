namespace Orchestrator.Testing.Waiting;

/// <summary>
/// Every await of a test ends: what does not come fails the test and says what was expected and what was there.
/// </summary>
public static class Bounded
{
    /// <summary>Long enough for a loaded machine; a test that passes never waits for it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <param name="task">What is awaited.</param>
    /// <param name="expected">What it stands for.</param>
    /// <param name="there">What is there instead, asked when the patience is over.</param>
    public static async Task Within(this Task task, string expected, Func<string>? there = null)
    {
        await Task.WhenAny(task, Task.Delay(Patience, TimeProvider.System, TestContext.Current.CancellationToken));
        if (!task.IsCompleted)
        {
            Assert.Fail($"within {Patience} expected {expected}; there was: {there?.Invoke() ?? $"{task.Status}"}");
        }

        await task;
    }

    /// <inheritdoc cref="Within(Task, string, Func{string}?)"/>
    public static async Task<T> Within<T>(this Task<T> task, string expected, Func<string>? there = null)
    {
        await Within((Task)task, expected, there);
        return await task;
    }
}
