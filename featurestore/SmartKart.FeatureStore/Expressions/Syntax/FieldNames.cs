using System.Diagnostics;

namespace SmartKart.FeatureStore.Expressions.Syntax;

/// <summary>Finds the fields that an expression mentions, before any row is known: what it depends on.</summary>
internal static class FieldNames
{
    /// <summary>Each name once, in the order of mention.</summary>
    internal static IReadOnlyList<string> Of(SyntaxNode root)
    {
        var names = new List<string>();
        Collect(root, names);
        return names;
    }

    private static void Collect(SyntaxNode node, List<string> names)
    {
        switch (node)
        {
            case FieldSyntax field:
                if (!names.Contains(field.Name)) names.Add(field.Name);
                break;
            case LiteralSyntax: break;
            case NegateSyntax negate: Collect(names, negate.Operand); break;
            case ArithmeticSyntax arithmetic: Collect(names, arithmetic.Left, arithmetic.Right); break;
            case ComparisonSyntax comparison: Collect(names, comparison.Left, comparison.Right); break;
            case LogicSyntax logic: Collect(names, logic.Conditions); break;
            case NotSyntax not: Collect(names, not.Condition); break;
            case IsNullSyntax isNull: Collect(names, isNull.Operand); break;
            case IsDistinctSyntax distinct: Collect(names, distinct.Left, distinct.Right); break;
            case InSyntax inList: Collect(names, [inList.Operand, .. inList.Items]); break;
            case BetweenSyntax between: Collect(names, between.Operand, between.Low, between.High); break;
            case LikeSyntax like: Collect(names, like.Operand); break;
            case CaseSyntax @case: Collect(names, [@case.Operand, .. @case.Conditions, .. @case.Results, @case.Otherwise]); break;
            case CastSyntax cast: Collect(names, cast.Operand); break;
            case CallSyntax call: Collect(names, call.Arguments); break;
            default: throw new UnreachableException($"no rule for {node.GetType().Name}");
        }
    }

    private static void Collect(List<string> names, params ReadOnlySpan<SyntaxNode?> children)
    {
        foreach (var child in children)
        {
            if (child is not null) Collect(child, names);
        }
    }
}
