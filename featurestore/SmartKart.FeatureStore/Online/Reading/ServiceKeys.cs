using System.Collections.Concurrent;
using SmartKart.FeatureStore.Views;

namespace SmartKart.FeatureStore.Online.Reading;

/// <summary>Which join keys a service's reader gives, which of them each of its views wants, and the readers that are idle. Thread safe.</summary>
internal sealed class ServiceKeys
{
    private readonly OnlineKeys[] _keys;
    private readonly int[][] _places;

    /// <summary>The keys of a service.</summary>
    public ServiceKeys(string prefix, ServicePlan plan)
    {
        Plan = plan;
        JoinKeys = Of(plan);
        var places = JoinKeys.ToList();
        _keys = [.. plan.Sources.Select(source => new OnlineKeys(prefix, source))];
        _places = [.. plan.Sources.Select(source => source.View.JoinKeys.Select(key => places.IndexOf(key)).ToArray())];
    }

    /// <summary>The service.</summary>
    public ServicePlan Plan { get; }

    /// <summary>The columns of a row of keys: the join keys of the service's entities, each entity's once, in the order of the features.</summary>
    public IReadOnlyList<string> JoinKeys { get; }

    /// <summary>Readers that no call uses.</summary>
    public ConcurrentQueue<ServiceReader> Idle { get; } = new();

    /// <summary>How a view's keys are called.</summary>
    public OnlineKeys OfSource(int source) => _keys[source];

    /// <summary>Where a view's join keys are in a row.</summary>
    public ReadOnlySpan<int> PlacesOf(int source) => _places[source];

    /// <summary>The columns of a row of keys of a service.</summary>
    public static IReadOnlyList<string> Of(ServicePlan plan) =>
        [.. plan.Features.SelectMany(feature => feature.View.Entities).DistinctBy(entity => entity.Name).SelectMany(entity => entity.JoinKeys)];
}
