using System.Diagnostics;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Expressions.Binding;

namespace SmartKart.FeatureStore.Sql;

/// <summary>Writes a bound expression in a dialect. Each node's text is an operand by itself, so nothing depends on precedence.</summary>
internal sealed class ExpressionPrinter(SqlDialect dialect, Func<RowField, string> field)
{
    internal string Print(BoundNode node) => node switch
    {
        LiteralNode literal => dialect.Literal(literal.Type, literal.Value),
        FieldNode read => field(read.Field),
        CallNode call => Call(call),
        ComparisonNode comparison => dialect.Compare(comparison, Operand(comparison.Left), Operand(comparison.Right)),
        LogicNode logic => $"({string.Join(logic.IsAnd ? " AND " : " OR ", logic.Conditions.Select(Print))})",
        NotNode { Condition: var condition } => Predicate(condition, "NOT ") ?? $"(NOT {Print(condition)})",
        CaseNode choice => Case(choice),
        SwitchNode choice => Switch(choice),
        CoalesceNode coalesce => $"coalesce({string.Join(", ", coalesce.Values.Select(Print))})",
        NullIfNode nullIf => dialect.NullIf(Exactly(nullIf.Value), Exactly(nullIf.Unwanted)),
        ExtremeNode extreme => dialect.Extreme(extreme, [.. extreme.Values.Select(Print)]),
        _ => Predicate(node, "") ?? throw new UnreachableException($"no SQL for {node.GetType().Name}"),
    };

    /// <summary>A predicate that SQL can negate in its middle; null for another node.</summary>
    private string? Predicate(BoundNode node, string not) => node switch
    {
        IsNullNode isNull => $"({Print(isNull.Operand)} IS {not}NULL)",
        // Not distinct is SQL's word for equal, so here the two negations meet.
        IsDistinctNode distinct => $"({Print(distinct.Left)} IS {not}DISTINCT FROM {Print(distinct.Right)})",
        InNode inList => $"({Print(inList.Operand)} {not}IN ({string.Join(", ", Items(inList))}))",
        BetweenNode between => dialect.Between(Operand(between.Operand), Operand(between.Low), Operand(between.High), not),
        LikeNode like => $"({Print(like.Operand)} {not}LIKE {dialect.Pattern(like.Pattern)})",
        _ => null,
    };

    private IEnumerable<string> Items(InNode node)
    {
        foreach (var item in node.Items) yield return dialect.BareLiteral(item.Type, item.Value);
        if (node.HasNull) yield return dialect.Literal(node.Operand.Type, Scalar.Null);
    }

    private string Call(CallNode call)
    {
        var arguments = call.Arguments;
        if (call.Operation is Operation.DateTrunc or Operation.DateDiff)
        {
            var unit = Enum.Parse<TimeUnit>(((LiteralNode)arguments[0]).Value.String!, ignoreCase: true);
            return call.Operation == Operation.DateTrunc
                ? dialect.DateTrunc(unit, Print(arguments[1]))
                : dialect.DateDiff(unit, Print(arguments[1]), Print(arguments[2]));
        }
        // Places and counts are 32 bits wide in some engines, so they go without a type.
        var takesPlaces = call.Operation is Operation.Substring or Operation.SubstringOfLength or Operation.Left or Operation.Right or Operation.SplitPart;
        return dialect.Call(call.Operation, Array.ConvertAll(arguments, argument =>
            takesPlaces && argument is LiteralNode { Type: ScalarType.Int64 } place ? dialect.BareLiteral(place.Type, place.Value) : Print(argument)));
    }

    private string Case(CaseNode node) => "CASE "
        + string.Join(" ", node.Conditions.Zip(node.Results, (when, then) => $"WHEN {Print(when)} THEN {Print(then)}"))
        + $" ELSE {Print(node.Otherwise)} END";

    private string Switch(SwitchNode node) => $"CASE {Print(node.Operand)} "
        + string.Join(" ", node.Values.Zip(node.Results, (value, then) => $"WHEN {dialect.BareLiteral(value.Type, value.Value)} THEN {Print(then)}"))
        + $" ELSE {Print(node.Otherwise)} END";

    private Operand Operand(BoundNode node) => new(node, node is LiteralNode literal ? dialect.BareLiteral(literal.Type, literal.Value) : Print(node));

    private Operand Exactly(BoundNode node) => new(node, Print(node));
}
