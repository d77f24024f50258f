namespace Orchestrator.Core.Machines;

/// <summary>
/// Proof that a console path was closed and no connection was ever admitted to it. Without it an offered machine cannot
/// become clean again.
/// </summary>
public sealed class UntouchedConsole
{
    private static readonly UntouchedConsole Proof = new();

    private UntouchedConsole()
    {
    }

    /// <summary>Reads the answer of a console path that has been closed: null when it was touched.</summary>
    public static UntouchedConsole? FromClosed(bool touched) => touched ? null : Proof;
}
