namespace Orchestrator.Contracts;

/// <summary>An operator whose certificates are refused, for good.</summary>
/// <param name="Name">The operator.</param>
/// <param name="Serial">The one certificate's number, hexadecimal; null: every certificate of this name.</param>
/// <param name="At">When, UTC.</param>
/// <param name="By">Who asked for it.</param>
public sealed record OperatorRevocation(string Name, string? Serial, DateTimeOffset At, string By);
