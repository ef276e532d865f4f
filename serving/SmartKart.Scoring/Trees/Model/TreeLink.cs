namespace SmartKart.Scoring.Trees.Model;

/// <summary>
/// An objective's link: the base score is stored on the scale of labels, leaves are margins, and predictions may be on either scale. The
/// formulas are XGBoost's in single precision, with its bounds, so that the bits agree.
/// </summary>
internal sealed class TreeLink
{
    private readonly Scale _base;
    private readonly Scale _prediction;

    private TreeLink(Scale baseScore, Scale prediction) => (_base, _prediction) = (baseScore, prediction);

    private enum Scale
    {
        Margin,
        Probability, // logistic of the margin
        Mean,        // exponential of the margin
        Class,       // 1 where the margin is positive, else 0
    }

    /// <summary>The link of an objective.</summary>
    /// <exception cref="TreeModelException">Its models are not scored here.</exception>
    public static TreeLink Of(string objective, ModelFaults faults) => objective switch
    {
        "reg:squarederror" or "reg:absoluteerror" or "reg:pseudohubererror" or "reg:squaredlogerror" or "binary:logitraw" => new(Scale.Margin, Scale.Margin),
        "rank:pairwise" or "rank:ndcg" or "rank:map" => new(Scale.Margin, Scale.Margin),
        "binary:logistic" or "reg:logistic" => new(Scale.Probability, Scale.Probability),
        "binary:hinge" => new(Scale.Margin, Scale.Class),
        "count:poisson" or "reg:gamma" or "reg:tweedie" => new(Scale.Mean, Scale.Mean),
        _ => throw faults.Unsupported(
            $"it was trained for the objective '{objective}', which is not scored here",
            "Train with a regression (reg:squarederror), binary (binary:logistic), count (count:poisson) or ranking (rank:ndcg) objective"),
    };

    /// <summary>The margin that stands for a base score.</summary>
    public float MarginOf(float baseScore, ModelFaults faults) => _base switch
    {
        Scale.Probability => baseScore is > 0 and < 1
            ? -MathF.Log(1 / baseScore - 1)
            : throw faults.Damaged($"its base score is {baseScore}, which is not a probability between 0 and 1"),
        Scale.Mean => baseScore > 0 ? MathF.Log(baseScore) : throw faults.Damaged($"its base score is {baseScore}, which is not a positive mean"),
        _ => baseScore,
    };

    /// <summary>Turns margins into predictions. Hot path: per batch of rows.</summary>
    public void Apply(Span<float> margins)
    {
        switch (_prediction)
        {
            case Scale.Probability:
                foreach (ref var margin in margins) margin = 1 / (MathF.Exp(MathF.Min(-margin, 88.7f)) + 1); // past 88.7 a float's exp is infinite
                break;
            case Scale.Mean:
                foreach (ref var margin in margins) margin = MathF.Exp(margin);
                break;
            case Scale.Class:
                foreach (ref var margin in margins) margin = margin > 0 ? 1 : 0;
                break;
        }
    }
}
