namespace Orchestrator.Contracts;

/// <summary>A certificate that was issued to an operator. Times are UTC.</summary>
/// <param name="Name">The operator.</param>
/// <param name="Role">`viewer`, `operator` or `admin`.</param>
/// <param name="Serial">The certificate's number, hexadecimal.</param>
/// <param name="IssuedAt">When.</param>
/// <param name="Until">When it runs out.</param>
/// <param name="IssuedBy">The user who issued it.</param>
public sealed record OperatorCertificate(
    string Name, string Role, string Serial, DateTimeOffset IssuedAt, DateTimeOffset Until, string IssuedBy);
