using SmartKart.FeatureStore.Expressions;
using SmartKart.Schemas.Catalogue;

namespace SmartKart.FeatureStore.Definitions;

/// <summary>Where a view's events come from, and which of their fields say whom and when they are about. Immutable.</summary>
/// <param name="Topic">The topic whose records are the events.</param>
/// <param name="Each">
/// The path of an array whose elements are taken one by one, each as an event of its own; null where a record is one event. An empty
/// array is no event.
/// </param>
/// <param name="Keys">The fields that hold the view's join keys, in their order. An event that lacks one concerns no entity, and is left out.</param>
/// <param name="Timestamp">The field that says when the event happened.</param>
/// <param name="Row">
/// Every field that expressions may read. Fields inside others have dotted paths; those of an element begin with <see cref="Each"/>.
/// </param>
public sealed record EventSource(Topic Topic, string? Each, IReadOnlyList<RowField> Keys, RowField Timestamp, RowSchema Row);
