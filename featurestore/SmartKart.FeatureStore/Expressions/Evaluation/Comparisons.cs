namespace SmartKart.FeatureStore.Expressions.Evaluation;

/// <summary>What a comparison asks of two values.</summary>
internal interface ITest
{
    static abstract bool Holds<T, TOrder>(T left, T right) where TOrder : struct, IOrder<T>;
}

internal sealed class Compared<T, TOrder, TTest>(Evaluator<T> left, Evaluator<T> right) : Evaluator<bool>
    where TOrder : struct, IOrder<T>
    where TTest : struct, ITest
{
    internal override bool TryEvaluate(Scalar[] row, out bool value)
    {
        if (left.TryEvaluate(row, out var first) && right.TryEvaluate(row, out var second))
        {
            value = TTest.Holds<T, TOrder>(first, second);
            return true;
        }
        value = false;
        return false;
    }
}

/// <summary>
/// Whether two texts are equal, or aren't. Code that is generic over a reference type looks its type arguments up at every call, and most
/// filters are an equality of texts; so these have a node of their own.
/// </summary>
internal sealed class TextEquality(Evaluator<string> left, Evaluator<string> right, bool isEqual) : Evaluator<bool>
{
    internal override bool TryEvaluate(Scalar[] row, out bool value)
    {
        if (left.TryEvaluate(row, out var first) && right.TryEvaluate(row, out var second))
        {
            value = string.Equals(first, second) == isEqual;
            return true;
        }
        value = false;
        return false;
    }
}

internal readonly struct IsEqual : ITest
{
    public static bool Holds<T, TOrder>(T left, T right) where TOrder : struct, IOrder<T> => TOrder.AreEqual(left, right);
}

internal readonly struct IsNotEqual : ITest
{
    public static bool Holds<T, TOrder>(T left, T right) where TOrder : struct, IOrder<T> => !TOrder.AreEqual(left, right);
}

internal readonly struct IsLess : ITest
{
    public static bool Holds<T, TOrder>(T left, T right) where TOrder : struct, IOrder<T> => TOrder.Compare(left, right) < 0;
}

internal readonly struct IsLessOrEqual : ITest
{
    public static bool Holds<T, TOrder>(T left, T right) where TOrder : struct, IOrder<T> => TOrder.Compare(left, right) <= 0;
}

/// <summary>Whether two values differ, where NULL is a value and equals itself.</summary>
internal sealed class Distinct<T, TOrder>(Evaluator<T> left, Evaluator<T> right) : Evaluator<bool>
    where TOrder : struct, IOrder<T>
{
    internal override bool TryEvaluate(Scalar[] row, out bool value)
    {
        var hasFirst = left.TryEvaluate(row, out var first);
        var hasSecond = right.TryEvaluate(row, out var second);
        value = hasFirst && hasSecond ? !TOrder.AreEqual(first!, second!) : hasFirst != hasSecond;
        return true;
    }
}

/// <summary>At least the low bound and at most the high one: false as soon as one bound says so, though the other is NULL.</summary>
internal sealed class Between<T, TOrder>(Evaluator<T> operand, Evaluator<T> low, Evaluator<T> high) : Evaluator<bool>
    where TOrder : struct, IOrder<T>
{
    internal override bool TryEvaluate(Scalar[] row, out bool value)
    {
        value = false;
        if (!operand.TryEvaluate(row, out var middle)) return false;
        var hasLow = low.TryEvaluate(row, out var least);
        if (hasLow && TOrder.Compare(middle, least!) < 0) return true;
        var hasHigh = high.TryEvaluate(row, out var greatest);
        if (hasHigh && TOrder.Compare(middle, greatest!) > 0) return true;
        value = hasLow && hasHigh;
        return value;
    }
}
