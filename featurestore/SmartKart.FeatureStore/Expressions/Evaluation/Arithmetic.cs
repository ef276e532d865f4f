namespace SmartKart.FeatureStore.Expressions.Evaluation;

/// <summary>An operator on two values of a type, which may have no answer.</summary>
internal interface IOperator<T>
{
    static abstract bool TryApply(T left, T right, out T result);
}

internal sealed class Binary<T, TOperator>(Evaluator<T> left, Evaluator<T> right) : Evaluator<T>
    where T : struct
    where TOperator : struct, IOperator<T>
{
    internal override bool TryEvaluate(Scalar[] row, out T value)
    {
        if (left.TryEvaluate(row, out var first) && right.TryEvaluate(row, out var second)) return TOperator.TryApply(first, second, out value);
        value = default;
        return false;
    }
}

// Sums and products of Int64s that don't fit are NULL: what TRY, SAFE_ and try_ give in the dialects.

internal readonly struct AddInt64 : IOperator<long>
{
    public static bool TryApply(long left, long right, out long result)
    {
        result = unchecked(left + right);
        return ((left ^ result) & (right ^ result)) >= 0;       // it overflowed if both signs differ from the sum's
    }
}

internal readonly struct SubtractInt64 : IOperator<long>
{
    public static bool TryApply(long left, long right, out long result)
    {
        result = unchecked(left - right);
        return ((left ^ right) & (left ^ result)) >= 0;
    }
}

internal readonly struct MultiplyInt64 : IOperator<long>
{
    public static bool TryApply(long left, long right, out long result)
    {
        var high = Math.BigMul(left, right, out result);
        return high == result >> 63;
    }
}

/// <summary>The remainder has the dividend's sign. The least Int64 by -1 is 0, which the processor's division refuses to say.</summary>
internal readonly struct ModuloInt64 : IOperator<long>
{
    public static bool TryApply(long left, long right, out long result)
    {
        result = right is 0 or -1 ? 0 : left % right;
        return right != 0;
    }
}

internal readonly struct AddDouble : IOperator<double>
{
    public static bool TryApply(double left, double right, out double result)
    {
        result = left + right;
        return true;
    }
}

internal readonly struct SubtractDouble : IOperator<double>
{
    public static bool TryApply(double left, double right, out double result)
    {
        result = left - right;
        return true;
    }
}

internal readonly struct MultiplyDouble : IOperator<double>
{
    public static bool TryApply(double left, double right, out double result)
    {
        result = left * right;
        return true;
    }
}

internal readonly struct DivideDouble : IOperator<double>
{
    public static bool TryApply(double left, double right, out double result)
    {
        result = left / right;
        return right != 0;
    }
}
