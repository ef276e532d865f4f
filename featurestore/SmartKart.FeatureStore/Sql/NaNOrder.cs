using SmartKart.FeatureStore.Expressions.Binding;

namespace SmartKart.FeatureStore.Sql;

/// <summary>
/// The language's order of Doubles, NaN last and equal to itself, for an engine whose NaN compares with nothing. A NULL on either side stays
/// NULL; literals are never NaN, so beside one there is little to add.
/// </summary>
internal static class NaNOrder
{
    /// <summary>Whether the engine's own comparison could give another answer.</summary>
    internal static bool Matters(Comparison comparison, Operand left, Operand right) => comparison switch
    {
        Comparison.Equal or Comparison.NotEqual => left.MayBeNaN && right.MayBeNaN,
        Comparison.Less or Comparison.LessOrEqual => right.MayBeNaN,
        _ => left.MayBeNaN,
    };

    /// <summary>Writes something of two operands that names them more than once.</summary>
    internal static string Bind(Func<Comparison, Operand, Operand, string> write, Comparison comparison, Operand left, Operand right)
    {
        if (left.IsShort && right.IsShort) return write(comparison, left, right);
        var (a, b) = (left with { Text = "a" }, right with { Text = "b" });
        return $"(SELECT {write(comparison, a, b)} FROM UNNEST([STRUCT({left} AS a, {right} AS b)]))";
    }

    /// <summary>A comparison in which NaN matters.</summary>
    internal static string Compare(Comparison comparison, Operand left, Operand right) => comparison switch
    {
        Comparison.Equal => $"({left} = {right} OR (IS_NAN({left}) AND IS_NAN({right})))",
        Comparison.NotEqual => $"({left} <> {right} AND NOT (IS_NAN({left}) AND IS_NAN({right})))",
        Comparison.Less => $"({left} < {right} OR {IsLast(right, left, isStrict: true)})",
        Comparison.LessOrEqual => $"({left} <= {right} OR {IsLast(right, left, isStrict: false)})",
        Comparison.Greater => $"({left} > {right} OR {IsLast(left, right, isStrict: true)})",
        _ => $"({left} >= {right} OR {IsLast(left, right, isStrict: false)})",
    };

    /// <summary>A range whose bounds may be NaN or NULL.</summary>
    internal static string Between(Operand operand, Operand low, Operand high)
    {
        if (operand.IsShort && low.IsShort && high.IsShort) return Within(operand, low, high);
        var (a, b, c) = (operand with { Text = "a" }, low with { Text = "b" }, high with { Text = "c" });
        return $"(SELECT {Within(a, b, c)} FROM UNNEST([STRUCT({operand} AS a, {low} AS b, {high} AS c)]))";
    }

    /// <summary>Whether an operand is NaN, and so comes after the other one unless that is NaN too, or NULL.</summary>
    private static string IsLast(Operand operand, Operand other, bool isStrict) =>
        other.IsValue ? $"IS_NAN({operand})"
        : isStrict ? $"(IS_NAN({operand}) AND NOT IS_NAN({other}))"
        : $"(IS_NAN({operand}) AND {other} IS NOT NULL)";

    private static string Within(Operand operand, Operand low, Operand high)
    {
        var fromLow = Matters(Comparison.GreaterOrEqual, operand, low) ? Compare(Comparison.GreaterOrEqual, operand, low) : $"{operand} >= {low}";
        var toHigh = Matters(Comparison.LessOrEqual, operand, high) ? Compare(Comparison.LessOrEqual, operand, high) : $"{operand} <= {high}";
        return $"({fromLow} AND {toHigh})";
    }
}
