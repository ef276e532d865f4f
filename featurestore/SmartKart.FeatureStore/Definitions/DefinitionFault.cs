namespace SmartKart.FeatureStore.Definitions;

/// <summary>One thing that is wrong with a definition.</summary>
/// <param name="At">Where it is written.</param>
/// <param name="Key">What it is part of, such as <c>user_activity.features.views.windows</c>; empty where the file itself is at fault.</param>
/// <param name="Problem">The fault and its remedy.</param>
public sealed record DefinitionFault(DefinitionPosition At, string Key, string Problem)
{
    /// <summary>Place, key, fault and remedy, on one line.</summary>
    public override string ToString() => Key.Length == 0 ? $"{At}: {Problem}" : $"{At}: {Key}: {Problem}";
}
