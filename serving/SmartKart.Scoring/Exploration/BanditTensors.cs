using SmartKart.Scoring.Artifacts;

namespace SmartKart.Scoring.Exploration;

/// <summary>
/// Bandits as arrays of a file and back, to go on from where they were: what is read is copied, and the file may be closed.
/// <code>
///   kind "thompson": settings F64 [base rate, prior impressions, half-life in µs], clicks F64 [items], seen F64 [items], last I64 [items], µs since 1970
///   kind "linucb":   settings F64 [exploration, ridge], inverses F64 [arms × features × features], responses F64 [arms × features]
/// </code>
/// </summary>
public static class BanditTensors
{
    private const string Kind = "kind", Thompson = "thompson", Linear = "linucb", Settings = "settings";

    /// <summary>Adds a bandit's state.</summary>
    public static void Write(ThompsonSampling bandit, TensorFileWriter into)
    {
        into.Add(Kind, Thompson);
        into.Add(Settings, [bandit.Options.BaseRate, bandit.Options.PriorImpressions, bandit.Options.HalfLife.TotalMicroseconds]);
        into.Add("clicks", bandit.Clicks);
        into.Add("seen", bandit.Seen);
        into.Add("last", bandit.Last);
    }

    /// <summary>Adds a bandit's state.</summary>
    public static void Write(LinUcb bandit, TensorFileWriter into)
    {
        var (arms, features) = (bandit.Options.Arms, bandit.Options.Features);
        into.Add(Kind, Linear);
        into.Add(Settings, [bandit.Options.Exploration, bandit.Options.Ridge]);
        into.Add("inverses", bandit.Inverses, arms, features, features);
        into.Add("responses", bandit.Responses, arms, features);
    }

    /// <exception cref="ArtifactException">It holds no such bandit.</exception>
    /// <exception cref="BanditException">Its arrays don't fit each other.</exception>
    public static ThompsonSampling ReadThompson(TensorFile from)
    {
        Check(from, Thompson);
        if (from.Doubles(Settings).Span is not [var rate, var prior, var halfLife] || !(halfLife >= 0 && halfLife < TimeSpan.MaxValue.TotalMicroseconds))
            throw new ArtifactException(from.Path, "tells a bandit's settings by other than a rate, a prior and a half-life. Train it again.");
        return new ThompsonSampling(
            new ThompsonOptions { BaseRate = rate, PriorImpressions = prior, HalfLife = TimeSpan.FromMicroseconds(halfLife) },
            from.Doubles("clicks").ToArray(), from.Doubles("seen").ToArray(), from.Longs("last").ToArray());
    }

    /// <exception cref="ArtifactException">It holds no such bandit.</exception>
    /// <exception cref="BanditException">Its arrays don't fit each other.</exception>
    public static LinUcb ReadLinear(TensorFile from)
    {
        Check(from, Linear);
        if (from.Doubles(Settings).Span is not [var exploration, var ridge]
            || from.Shape("responses") is not [<= int.MaxValue and var arms, <= int.MaxValue and var features])
            throw new ArtifactException(from.Path, "tells a bandit's settings or its responses by another shape. Train it again.");
        return new LinUcb(
            new LinUcbOptions { Features = (int)features, Arms = (int)arms, Exploration = exploration, Ridge = ridge },
            from.Doubles("inverses").ToArray(), from.Doubles("responses").ToArray());
    }

    private static void Check(TensorFile from, string kind)
    {
        if (from.Metadata.GetValueOrDefault(Kind) is var held && held != kind)
            throw new ArtifactException(from.Path, $"holds a model of the kind '{held}', and '{kind}' is wanted. Name the bandit's own file.");
    }
}
