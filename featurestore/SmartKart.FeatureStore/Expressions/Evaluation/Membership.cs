using System.Collections.Frozen;
using SmartKart.FeatureStore.Expressions.Binding;

namespace SmartKart.FeatureStore.Expressions.Evaluation;

/// <summary>Whether a value is in a list of literals. A list with a NULL is never known not to hold it.</summary>
/// <remarks>.NET's equality of Doubles is the language's: NaN equals itself, the zeros are equal.</remarks>
internal sealed class In<T>(Evaluator<T> operand, FrozenSet<T> items, bool hasNull) : Evaluator<bool>
{
    internal override bool TryEvaluate(Scalar[] row, out bool value)
    {
        var isKnown = operand.TryEvaluate(row, out var item);
        value = isKnown && items.Contains(item!);
        return value || (isKnown && !hasNull);
    }
}

internal sealed class Like(Evaluator<string> operand, LikePattern pattern) : Evaluator<bool>
{
    internal override bool TryEvaluate(Scalar[] row, out bool value)
    {
        var isKnown = operand.TryEvaluate(row, out var text);
        value = isKnown && pattern.Matches(text!);
        return isKnown;
    }
}
