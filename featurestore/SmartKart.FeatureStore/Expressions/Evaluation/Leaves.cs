using System.Diagnostics.CodeAnalysis;

namespace SmartKart.FeatureStore.Expressions.Evaluation;

internal sealed class Constant<T>(T constant) : Evaluator<T>
{
    internal override bool TryEvaluate(Scalar[] row, [MaybeNullWhen(false)] out T value)
    {
        value = constant;
        return true;
    }
}

internal sealed class NullConstant<T> : Evaluator<T>
{
    internal override bool TryEvaluate(Scalar[] row, [MaybeNullWhen(false)] out T value)
    {
        value = default;
        return false;
    }
}

internal sealed class BooleanField(int place) : Evaluator<bool>
{
    internal override bool TryEvaluate(Scalar[] row, out bool value)
    {
        value = row[place].Boolean;
        return !row[place].IsNull;
    }
}

/// <summary>An Int64 or a Timestamp.</summary>
internal sealed class Int64Field(int place) : Evaluator<long>
{
    internal override bool TryEvaluate(Scalar[] row, out long value)
    {
        value = row[place].Int64;
        return !row[place].IsNull;
    }
}

internal sealed class DoubleField(int place) : Evaluator<double>
{
    internal override bool TryEvaluate(Scalar[] row, out double value)
    {
        value = row[place].Double;
        return !row[place].IsNull;
    }
}

internal sealed class StringField(int place) : Evaluator<string>
{
    internal override bool TryEvaluate(Scalar[] row, [MaybeNullWhen(false)] out string value)
    {
        value = row[place].String;
        return value is not null;
    }
}
