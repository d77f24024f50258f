using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Orchestrator.Tidy.Tests.BannedCalls;

/// <summary>The shapes that banned calls have in the syntax.</summary>
internal static class CallSyntax
{
    /// <summary>What the code calls a clock that it was given.</summary>
    private static readonly string[] ClockNames = ["time", "timeprovider", "clock"];

    /// <summary><c>Type.Member</c>, whatever namespace is written before it; without names, any member.</summary>
    public static bool IsMember(SyntaxNode node, string type, params string[] members) =>
        node is MemberAccessExpressionSyntax access && LastName(access.Expression) == type
        && (members.Length == 0 || members.Contains(access.Name.Identifier.Text));

    /// <summary><c>anything.Member</c> or <c>anything?.Member</c> that is called.</summary>
    public static bool IsCalled(SyntaxNode node, params string[] members) =>
        node.Parent is InvocationExpressionSyntax call && call.Expression == node && MemberOf(node) is { } member
        && members.Contains(member);

    public static string? MemberOf(SyntaxNode node) => node switch
    {
        MemberAccessExpressionSyntax access => access.Name.Identifier.Text,
        MemberBindingExpressionSyntax binding => binding.Name.Identifier.Text,
        _ => null,
    };

    public static bool IsName(SyntaxNode node, params string[] names) =>
        node is SimpleNameSyntax name && names.Contains(name.Identifier.Text);

    /// <summary>A namespace, opened or written before a type.</summary>
    public static bool IsNamespace(SyntaxNode node, params string[] names) =>
        node is QualifiedNameSyntax or MemberAccessExpressionSyntax && names.Contains(node.ToString());

    /// <summary>An alias or a static import takes the type's name out of the calls, and with it the ban.</summary>
    public static bool IsHidden(SyntaxNode node, params string[] types) =>
        node is UsingDirectiveSyntax { NamespaceOrType: { } target } import && types.Contains(LastName(target))
        && (import.Alias is not null || import.StaticKeyword.IsKind(SyntaxKind.StaticKeyword));

    public static bool IsAsyncVoid(SyntaxNode node) => node switch
    {
        MethodDeclarationSyntax method => IsAsyncVoid(method.Modifiers, method.ReturnType),
        LocalFunctionStatementSyntax function => IsAsyncVoid(function.Modifiers, function.ReturnType),
        _ => false,
    };

    public static bool IsUnseededRandom(SyntaxNode node) => node switch
    {
        ObjectCreationExpressionSyntax made =>
            LastName(made.Type) == "Random" && made.ArgumentList is not { Arguments.Count: > 0 },
        ImplicitObjectCreationExpressionSyntax { ArgumentList.Arguments.Count: 0 } made =>
            made.Ancestors().OfType<VariableDeclarationSyntax>().FirstOrDefault() is { } declared
            && LastName(declared.Type) == "Random",
        _ => false,
    };

    public static bool IsDelayWithoutClock(SyntaxNode node) =>
        IsMember(node, "Task", "Delay") && node.Parent is InvocationExpressionSyntax call
        && !call.ArgumentList.Arguments.Any(argument => IsClock(argument.Expression));

    /// <summary>The result of a task that was just seen to be complete: nothing is waited for.</summary>
    public static bool IsKnownComplete(SyntaxNode result)
    {
        return result is MemberAccessExpressionSyntax && result.Ancestors().Any(ancestor => ancestor switch
        {
            ConditionalExpressionSyntax choice => choice.WhenTrue.Contains(result) && Proves(choice.Condition),
            IfStatementSyntax branch => branch.Statement.Contains(result) && Proves(branch.Condition),
            _ => false,
        });

        bool Proves(ExpressionSyntax condition) => condition is MemberAccessExpressionSyntax asked
            && asked.Name.Identifier.Text == "IsCompletedSuccessfully"
            && asked.Expression.ToString() == ((MemberAccessExpressionSyntax)result).Expression.ToString();
    }

    public static string LastName(SyntaxNode node) => node switch
    {
        SimpleNameSyntax name => name.Identifier.Text,
        MemberAccessExpressionSyntax access => access.Name.Identifier.Text,
        QualifiedNameSyntax name => name.Right.Identifier.Text,
        AliasQualifiedNameSyntax name => name.Name.Identifier.Text,
        _ => "",
    };

    private static bool IsAsyncVoid(SyntaxTokenList modifiers, TypeSyntax returned) =>
        modifiers.Any(SyntaxKind.AsyncKeyword)
        && returned is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword };

    private static bool IsClock(ExpressionSyntax argument) =>
        IsMember(argument, "TimeProvider")
        || ClockNames.Contains(LastName(argument).TrimStart('_').ToLowerInvariant());
}
