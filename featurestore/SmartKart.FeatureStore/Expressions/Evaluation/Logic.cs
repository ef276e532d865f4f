namespace SmartKart.FeatureStore.Expressions.Evaluation;

/// <summary>True and NULL as three values: one false makes it false, else one NULL makes it NULL.</summary>
internal sealed class And(Evaluator<bool>[] conditions) : Evaluator<bool>
{
    internal override bool TryEvaluate(Scalar[] row, out bool value)
    {
        var isKnown = true;
        foreach (var condition in conditions)
        {
            if (!condition.TryEvaluate(row, out value)) isKnown = false;
            else if (!value) return true;
        }
        value = isKnown;
        return isKnown;
    }
}

/// <summary>One true makes it true, else one NULL makes it NULL.</summary>
internal sealed class Or(Evaluator<bool>[] conditions) : Evaluator<bool>
{
    internal override bool TryEvaluate(Scalar[] row, out bool value)
    {
        var isKnown = true;
        foreach (var condition in conditions)
        {
            if (!condition.TryEvaluate(row, out value)) isKnown = false;
            else if (value) return true;
        }
        value = false;
        return isKnown;
    }
}

internal sealed class Not(Evaluator<bool> condition) : Evaluator<bool>
{
    internal override bool TryEvaluate(Scalar[] row, out bool value)
    {
        var isKnown = condition.TryEvaluate(row, out var holds);
        value = isKnown && !holds;
        return isKnown;
    }
}

internal sealed class IsNull<T>(Evaluator<T> operand) : Evaluator<bool>
{
    internal override bool TryEvaluate(Scalar[] row, out bool value)
    {
        value = !operand.TryEvaluate(row, out _);
        return true;
    }
}
