namespace SmartKart.Scoring.Exploration;

/// <summary>What a <see cref="ThompsonSampling"/> believes before it has seen anything, and how long it believes what it saw.</summary>
public sealed record ThompsonOptions
{
    /// <summary>The rate of clicks that an item is expected to have before it was shown: that of the shop. Above 0, below 1.</summary>
    public double BaseRate { get; init; } = 0.05;

    /// <summary>How many times an item would have to be shown to say as much as the base rate does. Above 0; fewer explores more.</summary>
    public double PriorImpressions { get; init; } = 20;

    /// <summary>After how long what was seen counts half, in the time of events; zero for never. What isn't shown any more returns to the base rate.</summary>
    public TimeSpan HalfLife { get; init; } = TimeSpan.FromDays(14);

    /// <exception cref="BanditException">A setting is out of its range.</exception>
    internal void Check()
    {
        if (!(BaseRate is > 0 and < 1)) throw BanditException.BadSetting(nameof(BaseRate), BaseRate, "above 0 and below 1");
        if (!(PriorImpressions > 0 && double.IsFinite(PriorImpressions)))
            throw BanditException.BadSetting(nameof(PriorImpressions), PriorImpressions, "above 0, and finite");
        if (HalfLife < TimeSpan.Zero) throw BanditException.BadSetting(nameof(HalfLife), HalfLife, "positive, or zero for never");
    }
}
