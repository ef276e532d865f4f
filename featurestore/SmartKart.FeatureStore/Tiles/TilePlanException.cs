namespace SmartKart.FeatureStore.Tiles;

/// <summary>Aggregates that no plan can be made of. The message names the feature, the fault and the remedy.</summary>
public sealed class TilePlanException : FeatureStoreException
{
    internal TilePlanException(string feature, string problem) : base($"feature '{feature}': {problem}") => Feature = feature;

    /// <summary>The feature's name.</summary>
    public string Feature { get; }
}
