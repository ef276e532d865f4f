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
        Runs = [.. RunsOf(Places)];
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

    /// <summary>The same, neighbours together.</summary>
    internal FeatureRun[] Runs { get; }

    /// <summary>Compiles a service.</summary>
    public static ServicePlan Compile(FeatureService service) => new(service.Name, service.Features);

    /// <summary>Compiles all features of a view.</summary>
    public static ServicePlan Compile(FeatureView view) => new(view.Id, [.. view.Features.Select(feature => new ServiceFeature(view, feature))]);

    /// <summary>A vector to fill, any number of times.</summary>
    public FeatureRow NewRow() => new(this);

    private FeaturePlace PlaceOf(ServiceFeature feature)
    {
        var view = Array.FindIndex(Views, plan => plan.View.Id == feature.View.Id);
        return feature.Feature.Definition is AggregateDefinition
            ? new FeaturePlace(Views[view].Source, Row: -1, Views[view].ResultOf(feature.Feature))
            : new FeaturePlace(Source: -1, view, feature.View.OnDemandRow.PlaceOf(feature.Feature.Name));
    }

    // Neighbours in the tiles' results are most often neighbours in the vector, and are copied together.
    private static List<FeatureRun> RunsOf(FeaturePlace[] places)
    {
        var runs = new List<FeatureRun>();
        for (var to = 0; to < places.Length; to++)
        {
            var place = places[to];
            if (runs.Count > 0 && runs[^1] is var run && run.Follows(place)) runs[^1] = run with { Length = run.Length + 1 };
            else runs.Add(new FeatureRun(place, to, 1));
        }
        return runs;
    }
}

/// <summary>Where a feature's value is found.</summary>
/// <param name="Source">Of an aggregate: the place of its view in <see cref="ServicePlan.Sources"/>; else −1.</param>
/// <param name="Row">Of what is computed: the place of its view in <see cref="ServicePlan.Views"/>; else −1.</param>
/// <param name="Place">Its place in the results of the view's tiles, or in the view's row.</param>
internal readonly record struct FeaturePlace(int Source, int Row, int Place);

/// <summary>Features that are neighbours in the vector and where they are found.</summary>
/// <param name="First">Where the first is found.</param>
/// <param name="To">Its place in the vector.</param>
/// <param name="Length">How many there are.</param>
internal readonly record struct FeatureRun(FeaturePlace First, int To, int Length)
{
    /// <summary>Whether what is found there comes next.</summary>
    public bool Follows(FeaturePlace place) => place == First with { Place = First.Place + Length };
}
