using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Views;

namespace SmartKart.FeatureStore.Offline.Reading;

/// <summary>
/// The features of a service that are about the same entity or pair: they are swept together, by its key. What a view reads of others is about
/// the same entity, so no feature needs more than its group.
/// </summary>
/// <param name="JoinKeys">The columns of the key.</param>
/// <param name="KeyTypes">Their types, as the events have them.</param>
/// <param name="Plan">What its vectors are computed from.</param>
/// <param name="Places">Where each of its features stands in the service.</param>
internal sealed record EntityGroup(string[] JoinKeys, ScalarType[] KeyTypes, ServicePlan Plan, int[] Places)
{
    public string Name => string.Join(" × ", JoinKeys);

    /// <summary>The groups of a service, each in the order in which it is first named.</summary>
    public static EntityGroup[] Of(ServicePlan service) =>
    [
        .. service.Features
            .Select((feature, place) => (feature, place, keys: string.Join('\n', feature.View.JoinKeys)))
            .GroupBy(feature => feature.keys, (_, members) => Of(service.Name, [.. members.Select(member => (member.feature, member.place))])),
    ];

    private static EntityGroup Of(string service, (ServiceFeature Feature, int Place)[] members)
    {
        var features = members.Select(member => member.Feature).ToArray();
        var plan = ServicePlan.Compile(new FeatureService(service, "", features, features[0].View.At));
        return new EntityGroup(
            [.. features[0].View.JoinKeys],
            [.. plan.Sources[0].View.Source!.Keys.Select(key => key.Type)],     // a view among the sources has one
            plan,
            [.. members.Select(member => member.Place)]);
    }
}
