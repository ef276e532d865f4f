namespace SmartKart.FeatureStore.Expressions.Syntax;

/// <summary>A piece of an expression as it was written, before its fields and types are known.</summary>
internal abstract record SyntaxNode
{
    protected SyntaxNode(int position, params ReadOnlySpan<SyntaxNode?> children)
    {
        Position = position;
        foreach (var child in children) Depth = Math.Max(Depth, child?.Depth ?? 0);
        Depth++;
    }

    /// <summary>Characters before it; of an operator with two sides, before the operator.</summary>
    internal int Position { get; }

    /// <summary>1 for a leaf; what recursion over the tree is bounded by.</summary>
    internal int Depth { get; }
}

/// <summary>A literal; without a type it is <c>null</c>.</summary>
internal sealed record LiteralSyntax(int At, ScalarType? Type, Scalar Value) : SyntaxNode(At);

internal sealed record FieldSyntax(int At, string Name) : SyntaxNode(At);

internal sealed record NegateSyntax(int At, SyntaxNode Operand) : SyntaxNode(At, Operand);

/// <summary>One of + - * / %.</summary>
internal sealed record ArithmeticSyntax(int At, string Symbol, SyntaxNode Left, SyntaxNode Right) : SyntaxNode(At, Left, Right);

internal sealed record ComparisonSyntax(int At, string Symbol, SyntaxNode Left, SyntaxNode Right) : SyntaxNode(At, Left, Right);

/// <summary>Two or more conditions joined by <c>and</c>, or by <c>or</c>: one node for the whole chain, so that a long one isn't deep.</summary>
internal sealed record LogicSyntax(int At, bool IsAnd, SyntaxNode[] Conditions) : SyntaxNode(At, Conditions);

internal sealed record NotSyntax(int At, SyntaxNode Condition) : SyntaxNode(At, Condition);

internal sealed record IsNullSyntax(int At, SyntaxNode Operand) : SyntaxNode(At, Operand);

internal sealed record IsDistinctSyntax(int At, SyntaxNode Left, SyntaxNode Right) : SyntaxNode(At, Left, Right);

internal sealed record InSyntax(int At, SyntaxNode Operand, SyntaxNode[] Items) : SyntaxNode(At, [Operand, .. Items]);

internal sealed record BetweenSyntax(int At, SyntaxNode Operand, SyntaxNode Low, SyntaxNode High) : SyntaxNode(At, Operand, Low, High);

internal sealed record LikeSyntax(int At, SyntaxNode Operand, Token Pattern, Token? Escape) : SyntaxNode(At, Operand);

/// <summary>A <c>case</c>; with an operand, each branch is taken where the operand equals its condition.</summary>
internal sealed record CaseSyntax(int At, SyntaxNode? Operand, SyntaxNode[] Conditions, SyntaxNode[] Results, SyntaxNode? Otherwise)
    : SyntaxNode(At, [Operand, .. Conditions, .. Results, Otherwise]);

internal sealed record CastSyntax(int At, SyntaxNode Operand, ScalarType Type) : SyntaxNode(At, Operand);

internal sealed record CallSyntax(int At, string Function, SyntaxNode[] Arguments) : SyntaxNode(At, Arguments);
