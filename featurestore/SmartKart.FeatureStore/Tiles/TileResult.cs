using SmartKart.FeatureStore.Aggregation;
using SmartKart.FeatureStore.Expressions;

namespace SmartKart.FeatureStore.Tiles;

/// <summary>One result of a plan.</summary>
/// <param name="Feature">The name in the specification.</param>
/// <param name="Kind">The aggregate.</param>
/// <param name="Window">Its window, or <see cref="AggregateSpec.Lifetime"/>.</param>
/// <param name="Type">The value's type; of a list, that of its items, while the value is its length (Int64).</param>
/// <param name="IsList">Whether it is a list.</param>
public readonly record struct TileResult(string Feature, AggregateKind Kind, TimeSpan Window, ScalarType Type, bool IsList);
