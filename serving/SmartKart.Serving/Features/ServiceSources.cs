using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Online;
using SmartKart.FeatureStore.Views;

namespace SmartKart.Serving.Features;

/// <summary>Which views each feature of a service comes from in the end, and what that says of its values.</summary>
internal sealed class ServiceSources
{
    // The worst first: a feature of several views is no better than the worst of them.
    private static readonly (OnlineStatus Status, string Name)[] Ranks =
    [
        (OnlineStatus.Corrupt, "INVALID"),
        (OnlineStatus.OtherDefinition, "INVALID"),
        (OnlineStatus.Missing, "NOT_FOUND"),
        (OnlineStatus.Expired, "OUTSIDE_MAX_AGE"),
    ];

    private readonly ServicePlan _plan;
    private readonly int[][] _sources;

    public ServiceSources(ServicePlan plan)
    {
        _plan = plan;
        _sources = [.. plan.Features.Select(feature => Places(plan, feature.View).Distinct().ToArray())];
    }

    /// <summary>Feast's word for what a value is.</summary>
    public string Status(int feature, int row, OnlineVectors vectors)
    {
        foreach (var (status, name) in Ranks)
        {
            foreach (var source in _sources[feature])
            {
                if (vectors.Status(row, source) == status) return name;
            }
        }
        return _plan.Features[feature].Feature.Type.Shape == FeatureShape.Single && vectors.Values(row)[feature].IsNull ? "NULL_VALUE" : "PRESENT";
    }

    /// <summary>The newest event that the value is of; null if there is none.</summary>
    public long? Newest(int feature, int row, OnlineVectors vectors)
    {
        long? newest = null;
        foreach (var source in _sources[feature])
        {
            if (vectors.NewestEvent(row, source) is { } ts && !(newest >= ts)) newest = ts;
        }
        return newest;
    }

    private static IEnumerable<int> Places(ServicePlan plan, FeatureView view) => view.Source is not null
        ? [plan.Sources.ToList().FindIndex(source => source.View.Id == view.Id)]
        : view.Reads.SelectMany(read => Places(plan, read));
}
