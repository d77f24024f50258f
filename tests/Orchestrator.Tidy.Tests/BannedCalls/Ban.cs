using Microsoft.CodeAnalysis;
using Orchestrator.Tidy.Tests.Tree;

namespace Orchestrator.Tidy.Tests.BannedCalls;

/// <param name="Where">The files that the ban holds for.</param>
/// <param name="Is">Whether a node is the banned call; asked of every node of the file.</param>
internal sealed record Ban(Func<SourceFile, bool> Where, Func<SyntaxNode, bool> Is, string Rule, string Remedy);
