namespace SmartKart.FeatureStore.Definitions;

/// <summary>A feature: one column that models and services read. A definition with several windows gives one for each. Immutable.</summary>
/// <param name="Name">Unique in its view: the definition's name, then the quantile, then the window, such as <c>amount_p90_7d</c>.</param>
/// <param name="Type">What its value is.</param>
/// <param name="Definition">What it is computed by.</param>
/// <param name="Window">How far back it looks; null over the entity's whole life, and for what isn't an aggregate.</param>
/// <param name="Quantile">Which quantile of the aggregate it is, within 0 and 1; else null.</param>
public sealed record Feature(string Name, FeatureType Type, FeatureDefinition Definition, FeatureWindow? Window = null, double? Quantile = null);
