using System.Collections.Concurrent;
using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Online;
using SmartKart.FeatureStore.Views;
using SmartKart.Serving.Features;
using SmartKart.Serving.Ranking;

namespace SmartKart.Serving.Visitors;

/// <summary>What is read of a visitor, in one round trip: the feature service <c>visitor</c>, and what a model's ranker asks of them. Thread safe.</summary>
internal sealed class VisitorPlan
{
    /// <summary>The feature service.</summary>
    public const string Service = "visitor";

    private readonly FeatureGroup? _asked;
    private readonly int _recent, _bought, _categories;
    private readonly int[] _features;       // where the ranker's are
    private readonly ConcurrentBag<OnlineVectors> _idle = [];

    /// <param name="definitions">With the service.</param>
    /// <param name="asked">What a ranker asks; null for nothing.</param>
    /// <exception cref="ServingException">The service lacks a feature by which serving knows its visitors.</exception>
    public VisitorPlan(DefinitionSet definitions, FeatureGroup? asked = null)
    {
        var service = definitions.Service(Service);
        List<ServiceFeature> features = [.. service.Features.Concat(asked?.Features ?? []).DistinctBy(feature => feature.ToString())];
        _asked = asked;
        Plan = ServicePlan.Compile(service with { Features = features });
        (_recent, _bought, _categories) = (Plan.PlaceOf("recent_products"), Plan.PlaceOf("bought_products"), Plan.PlaceOf("category_affinity"));
        _features = [.. (asked?.Features ?? []).Select(feature => features.FindIndex(each => each.ToString() == feature.ToString()))];
    }

    /// <summary>What reads it.</summary>
    public ServicePlan Plan { get; }

    /// <summary>Room for what is read; to be given back.</summary>
    public OnlineVectors Rent() => _idle.TryTake(out var idle) ? idle : new OnlineVectors(Plan);

    /// <summary>Takes it back.</summary>
    public void Return(OnlineVectors vectors) => _idle.Add(vectors);

    /// <summary>The visitor that was read.</summary>
    /// <param name="vectors">With one row.</param>
    /// <param name="now">When it was read.</param>
    public Visitor Visitor(OnlineVectors vectors, DateTimeOffset now)
    {
        var values = vectors.Values(0);
        var features = new float[_features.Length];
        for (var at = 0; at < features.Length; at++) features[at] = FeatureGroup.Value(values[_features[at]], Plan.Features[_features[at]].Feature.Type.Value);
        return new Visitor(Texts(vectors, _recent), Texts(vectors, _bought), Texts(vectors, _categories), now) { Asked = _asked, Features = features };
    }

    private static string[] Texts(OnlineVectors vectors, int feature)
    {
        var items = vectors.Items(0, feature);
        var texts = new string[items.Length];
        for (var at = 0; at < texts.Length; at++) texts[at] = items[at].String ?? "";
        return texts;
    }
}
