using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Definitions.Releases;

namespace SmartKart.FeatureStore.Definitions;

/// <summary>
/// Features of one entity (or of a pair) that are computed from one source. A view without a source computes its features from those of
/// other views of the same entity when it is read. Immutable.
/// </summary>
public sealed record FeatureView
{
    /// <summary>In snake case.</summary>
    public required string Name { get; init; }

    /// <summary>From 1. Versions of a view run side by side.</summary>
    public required int Version { get; init; }

    /// <summary>For people; empty where there is none.</summary>
    public required string Description { get; init; }

    /// <summary>What the features are about: one entity, or the members of a pair, in order.</summary>
    public required IReadOnlyList<Entity> Entities { get; init; }

    /// <summary>The events; null exactly where the view reads other views.</summary>
    public EventSource? Source { get; init; }

    /// <summary>The views whose features this one reads; empty exactly where it has a source.</summary>
    public IReadOnlyList<FeatureView> Reads { get; init; } = [];

    /// <summary>Which events count: those for which it is true. Null for all.</summary>
    public BoundExpression? Filter { get; init; }

    /// <summary>How long after its last event an entity's features are kept; null exactly where there is no source.</summary>
    public TimeSpan? Ttl { get; init; }

    /// <summary>How the features are computed, in the order written.</summary>
    public required IReadOnlyList<FeatureDefinition> Definitions { get; init; }

    /// <summary>The features, in the order of their definitions, a definition's windows in the order written.</summary>
    public required IReadOnlyList<Feature> Features { get; init; }

    /// <summary>
    /// What on-demand expressions read: <c>now</c>, then every aggregate of one value and every ratio, then on-demand features in an order
    /// in which each comes after those that it reads. Features of views that are read are named <c>view.feature</c>.
    /// </summary>
    public required RowSchema OnDemandRow { get; init; }

    /// <summary>Where it is written.</summary>
    public required DefinitionPosition At { get; init; }

    /// <summary>Name and version, <c>user_activity@1</c>: what tells it from every other view.</summary>
    public string Id => $"{Name}@{Version}";

    /// <summary>The columns of its key, in order.</summary>
    public IEnumerable<string> JoinKeys => Entities.SelectMany(entity => entity.JoinKeys);

    /// <summary>What tells this content from any other: 64 hexadecimal digits. Comments, layout and descriptions don't count.</summary>
    public string Fingerprint => ViewFingerprint.Of(this).View;

    /// <summary>The feature of that name, or null.</summary>
    public Feature? Find(string name) => Features.FirstOrDefault(feature => feature.Name == name);
}
