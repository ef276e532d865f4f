namespace SmartKart.FeatureStore.Definitions;

/// <summary>A feature and the view it is of.</summary>
/// <param name="View">The view, of one version.</param>
/// <param name="Feature">One of its features.</param>
public sealed record ServiceFeature(FeatureView View, Feature Feature)
{
    /// <summary><c>view@version.feature</c>.</summary>
    public override string ToString() => $"{View.Id}.{Feature.Name}";
}

/// <summary>The features that a version of a model reads: training and serving both build their vector from it. Immutable.</summary>
/// <param name="Name">In snake case.</param>
/// <param name="Description">For people; empty where there is none.</param>
/// <param name="Features">At least one, each once, in the order of the vector.</param>
/// <param name="At">Where it is written.</param>
public sealed record FeatureService(string Name, string Description, IReadOnlyList<ServiceFeature> Features, DefinitionPosition At)
{
    /// <summary>The entities whose keys a reader must give, each once.</summary>
    public IEnumerable<Entity> Entities => Features.SelectMany(feature => feature.View.Entities).DistinctBy(entity => entity.Name);
}
