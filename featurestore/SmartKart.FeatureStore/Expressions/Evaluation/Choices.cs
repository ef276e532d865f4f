using System.Diagnostics.CodeAnalysis;

namespace SmartKart.FeatureStore.Expressions.Evaluation;

/// <summary>The result of the first condition that is true.</summary>
internal sealed class Case<T>(Evaluator<bool>[] conditions, Evaluator<T>[] results, Evaluator<T> otherwise) : Evaluator<T>
{
    internal override bool TryEvaluate(Scalar[] row, [MaybeNullWhen(false)] out T value)
    {
        for (var i = 0; i < conditions.Length; i++)
        {
            if (conditions[i].TryEvaluate(row, out var holds) && holds) return results[i].TryEvaluate(row, out value);
        }
        return otherwise.TryEvaluate(row, out value);
    }
}

/// <summary>The result of the first value that the operand equals.</summary>
internal sealed class Switch<TOperand, TOrder, T>(Evaluator<TOperand> operand, TOperand[] values, Evaluator<T>[] results, Evaluator<T> otherwise) : Evaluator<T>
    where TOrder : struct, IOrder<TOperand>
{
    internal override bool TryEvaluate(Scalar[] row, [MaybeNullWhen(false)] out T value)
    {
        if (operand.TryEvaluate(row, out var switched))
        {
            for (var i = 0; i < values.Length; i++)
            {
                if (TOrder.AreEqual(switched, values[i])) return results[i].TryEvaluate(row, out value);
            }
        }
        return otherwise.TryEvaluate(row, out value);
    }
}

internal sealed class Coalesce<T>(Evaluator<T>[] values) : Evaluator<T>
{
    internal override bool TryEvaluate(Scalar[] row, [MaybeNullWhen(false)] out T value)
    {
        foreach (var candidate in values)
        {
            if (candidate.TryEvaluate(row, out value)) return true;
        }
        value = default;
        return false;
    }
}

internal sealed class NullIf<T, TOrder>(Evaluator<T> wanted, Evaluator<T> unwanted) : Evaluator<T>
    where TOrder : struct, IOrder<T>
{
    internal override bool TryEvaluate(Scalar[] row, [MaybeNullWhen(false)] out T value) =>
        wanted.TryEvaluate(row, out value) && !(unwanted.TryEvaluate(row, out var other) && TOrder.AreEqual(value, other));
}

/// <summary>The greatest or the least of the values that aren't NULL.</summary>
internal sealed class Extreme<T, TOrder>(Evaluator<T>[] values, bool isGreatest) : Evaluator<T>
    where TOrder : struct, IOrder<T>
{
    internal override bool TryEvaluate(Scalar[] row, [MaybeNullWhen(false)] out T value)
    {
        value = default;
        var isFound = false;
        foreach (var candidate in values)
        {
            if (!candidate.TryEvaluate(row, out var next)) continue;
            if (isFound && TOrder.Compare(next, value!) > 0 != isGreatest) continue;
            value = next;
            isFound = true;
        }
        return isFound;
    }
}
