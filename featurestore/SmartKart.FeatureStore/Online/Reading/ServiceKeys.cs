using System.Collections.Concurrent;
using SmartKart.FeatureStore.Views;

namespace SmartKart.FeatureStore.Online.Reading;

/// <summary>Which join keys a service's reader gives, which of them each of its entities wants, and the readers that are idle. Thread safe.</summary>
internal sealed class ServiceKeys
{
    /// <summary>The keys of a service.</summary>
    public ServiceKeys(string prefix, ServicePlan plan)
    {
        Plan = plan;
        JoinKeys = Of(plan);
        var places = JoinKeys.ToList();
        Entities =
        [
            .. Enumerable.Range(0, plan.Sources.Count).GroupBy(source => EntityOf(plan.Sources[source])).Select(entity =>
            {
                OnlineKeys[] keys = [.. entity.Select(source => new OnlineKeys(prefix, plan.Sources[source]))];
                int[] joined = [.. plan.Sources[entity.First()].View.JoinKeys.Select(key => places.IndexOf(key))];
                return new EntityViews(keys[0], joined, [.. entity], new HashFields([.. keys.Select(key => key.Field)]));
            }),
        ];
    }

    /// <summary>The service.</summary>
    public ServicePlan Plan { get; }

    /// <summary>The columns of a row of keys: the join keys of the service's entities, each entity's once, in the order of the features.</summary>
    public IReadOnlyList<string> JoinKeys { get; }

    /// <summary>What is read for each row: the views of an entity together.</summary>
    public EntityViews[] Entities { get; }

    /// <summary>Readers that no call uses.</summary>
    public ConcurrentQueue<ServiceReader> Idle { get; } = new();

    /// <summary>The columns of a row of keys of a service.</summary>
    public static IReadOnlyList<string> Of(ServicePlan plan) =>
        [.. plan.Features.SelectMany(feature => feature.View.Entities).DistinctBy(entity => entity.Name).SelectMany(entity => entity.JoinKeys)];

    // What makes two views' keys the same: their entities, in their order, and how the values are written.
    private static string EntityOf(ViewPlan source) => string.Join(
        ':', source.View.Entities.Select(entity => entity.Name).Concat(source.View.Source!.Keys.Select(key => key.Type.ToString())));

    /// <summary>The views of one entity, or pair, in a service.</summary>
    /// <param name="Keys">How its keys are called.</param>
    /// <param name="Places">Where its join keys are in a row.</param>
    /// <param name="Sources">The views' places in <see cref="ServicePlan.Sources"/>.</param>
    /// <param name="Fields">Their fields, in the same order.</param>
    internal sealed record EntityViews(OnlineKeys Keys, int[] Places, int[] Sources, HashFields Fields);
}
