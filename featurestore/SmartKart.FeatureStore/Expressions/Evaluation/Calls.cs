using System.Diagnostics.CodeAnalysis;

namespace SmartKart.FeatureStore.Expressions.Evaluation;

/// <summary>A function that may have no answer.</summary>
internal delegate bool Partial<TArgument, TResult>(TArgument argument, [MaybeNullWhen(false)] out TResult result);

/// <summary>A function of one value that always has an answer.</summary>
internal sealed class Map<TArgument, TResult>(Evaluator<TArgument> argument, Func<TArgument, TResult> function) : Evaluator<TResult>
{
    internal override bool TryEvaluate(Scalar[] row, [MaybeNullWhen(false)] out TResult value)
    {
        if (argument.TryEvaluate(row, out var first))
        {
            value = function(first);
            return true;
        }
        value = default;
        return false;
    }
}

/// <summary>A function of two values that always has an answer.</summary>
internal sealed class Map<TFirst, TSecond, TResult>(Evaluator<TFirst> first, Evaluator<TSecond> second, Func<TFirst, TSecond, TResult> function)
    : Evaluator<TResult>
{
    internal override bool TryEvaluate(Scalar[] row, [MaybeNullWhen(false)] out TResult value)
    {
        if (first.TryEvaluate(row, out var one) && second.TryEvaluate(row, out var two))
        {
            value = function(one, two);
            return true;
        }
        value = default;
        return false;
    }
}

/// <summary>A function of one value that may have no answer.</summary>
internal sealed class Attempt<TArgument, TResult>(Evaluator<TArgument> argument, Partial<TArgument, TResult> function) : Evaluator<TResult>
{
    internal override bool TryEvaluate(Scalar[] row, [MaybeNullWhen(false)] out TResult value)
    {
        if (argument.TryEvaluate(row, out var first)) return function(first, out value);
        value = default;
        return false;
    }
}

/// <summary>A function of one Double whose result is NULL where it isn't a finite number: the one rule for all of mathematics.</summary>
internal sealed class Finite(Evaluator<double> argument, Func<double, double> function) : Evaluator<double>
{
    internal override bool TryEvaluate(Scalar[] row, out double value)
    {
        value = argument.TryEvaluate(row, out var number) ? function(number) : double.NaN;
        return double.IsFinite(value);
    }
}

internal sealed class Power(Evaluator<double> number, Evaluator<double> exponent) : Evaluator<double>
{
    internal override bool TryEvaluate(Scalar[] row, out double value)
    {
        value = number.TryEvaluate(row, out var left) && exponent.TryEvaluate(row, out var right) ? Math.Pow(left, right) : double.NaN;
        return double.IsFinite(value);
    }
}

internal sealed class Concat(Evaluator<string>[] texts) : Evaluator<string>
{
    internal override bool TryEvaluate(Scalar[] row, [MaybeNullWhen(false)] out string value)
    {
        value = null;
        var parts = new string[texts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (!texts[i].TryEvaluate(row, out var part)) return false;
            parts[i] = part;
        }
        value = string.Concat(parts);
        return true;
    }
}

internal sealed class Replace(Evaluator<string> text, Evaluator<string> from, Evaluator<string> to) : Evaluator<string>
{
    internal override bool TryEvaluate(Scalar[] row, [MaybeNullWhen(false)] out string value)
    {
        value = null;
        if (!text.TryEvaluate(row, out var whole) || !from.TryEvaluate(row, out var old) || !to.TryEvaluate(row, out var @new)) return false;
        value = old.Length == 0 ? whole : whole.Replace(old, @new, StringComparison.Ordinal);
        return true;
    }
}
