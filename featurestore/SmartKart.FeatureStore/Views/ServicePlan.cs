using SmartKart.FeatureStore.Definitions;

namespace SmartKart.FeatureStore.Views;

/// <summary>
/// What a vector of features is computed from: the views whose tiles are read, and how their results become its values. Training and serving
/// both fill it through a <see cref="FeatureRow"/>, so a model sees in production what it saw in training. Immutable, thread safe.
/// </summary>
public sealed class ServicePlan
{
    private ServicePlan(string name, IReadOnlyList<ServiceFeature> features)
    {
        Name = name;
        Features = features;
        var sources = new List<ViewPlan>();
        var views = new List<ViewRowPlan>();
        foreach (var feature in features) ViewRowPlan.Include(feature.View, sources, views);
        Sources = sources;
        Views = [.. views];
        Places = [.. features.Select(PlaceOf)];
    }

    /// <summary>The service's name, or the view's <see cref="FeatureView.Id"/>.</summary>
    public string Name { get; }

    /// <summary>The views with a source whose tiles must be read, each once; those that other views read are among them.</summary>
    public IReadOnlyList<ViewPlan> Sources { get; }

    /// <summary>The vector, in its order.</summary>
    public IReadOnlyList<ServiceFeature> Features { get; }

    /// <summary>All views that take part, each after those that it reads.</summary>
    internal ViewRowPlan[] Views { get; }

    /// <summary>Where each feature's value is found.</summary>
    internal FeaturePlace[] Places { get; }

    /// <summary>Compiles a service.</summary>
    public static ServicePlan Compile(FeatureService service) => new(service.Name, service.Features);

    /// <summary>Compiles all features of a view.</summary>
    public static ServicePlan Compile(FeatureView view) => new(view.Id, [.. view.Features.Select(feature => new ServiceFeature(view, feature))]);

    /// <summary>A vector to fill, any number of times.</summary>
    public FeatureRow NewRow() => new(this);

    private FeaturePlace PlaceOf(ServiceFeature feature)
    {
        var view = Array.FindIndex(Views, plan => plan.View.Id == feature.View.Id);
        return feature.Feature.Type.Shape == FeatureShape.Single
            ? new FeaturePlace(view, feature.View.OnDemandRow.PlaceOf(feature.Feature.Name), Source: -1)
            : new FeaturePlace(view, Views[view].ResultOf(feature.Feature), Views[view].Source);
    }
}

/// <summary>Where a feature's value is found.</summary>
/// <param name="View">The place of its view in <see cref="ServicePlan.Views"/>.</param>
/// <param name="Place">Of one value: its place in the view's row. Of several: that of the tiles' result.</param>
/// <param name="Source">Of several values: the place of the view in <see cref="ServicePlan.Sources"/>; else −1.</param>
internal readonly record struct FeaturePlace(int View, int Place, int Source);
