namespace SmartKart.Scoring.Exploration;

/// <summary>How a <see cref="LinUcb"/> learns.</summary>
public sealed record LinUcbOptions
{
    internal const int FeaturesMax = 512;

    /// <summary>Values that tell of a user and an item. 1 to 512; a constant among them is the caller's to give.</summary>
    public int Features { get; init; } = 1;

    /// <summary>
    /// 1 for one model of all items, which their features tell apart (what is learned of one helps all); else a model of each of so many, the paper's disjoint
    /// arms, each of features × features × 8 bytes. All of them 16 GiB at most.
    /// </summary>
    public int Arms { get; init; } = 1;

    /// <summary>α: how many standard deviations are added to what is expected. 0 or more; more explores more.</summary>
    public double Exploration { get; init; } = 1;

    /// <summary>What A begins with on its diagonal: the ridge of the regression. Above 0; the paper's is 1.</summary>
    public double Ridge { get; init; } = 1;

    /// <exception cref="BanditException">A setting is out of its range.</exception>
    internal void Check()
    {
        if (Features is < 1 or > FeaturesMax) throw BanditException.BadSetting(nameof(Features), Features, $"1 to {FeaturesMax}");
        if (Arms < 1 || (long)Arms * Features * Features > Array.MaxLength)
            throw BanditException.BadSetting(nameof(Arms), Arms, $"1 to {Array.MaxLength / (Features * Features)} with {Features} features");
        if (!(Exploration >= 0 && double.IsFinite(Exploration)))
            throw BanditException.BadSetting(nameof(Exploration), Exploration, "0 or more, and finite");
        if (!(Ridge > 0 && double.IsFinite(Ridge))) throw BanditException.BadSetting(nameof(Ridge), Ridge, "above 0, and finite");
    }
}
