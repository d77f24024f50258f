namespace Orchestrator.Pool.Tests;

/// <summary>How a call goes wrong.</summary>
public enum Trouble
{
    /// <summary>It never comes back, has no effect and does not heed its cancellation.</summary>
    HangsForever,

    /// <summary>It has its effect late, does not heed its cancellation and comes back then.</summary>
    AnswersLate,

    /// <summary>It fails without an effect.</summary>
    FailsBefore,

    /// <summary>It has its effect and fails all the same.</summary>
    FailsAfter,
}
