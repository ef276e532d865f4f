using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas.Events;
using SmartKart.Streams;
using SmartKart.Streams.Processing;
using SmartKart.Streams.State;
using SmartKart.Topologies.Events;

namespace SmartKart.Topologies.Experiments;

/// <summary>A product of a recommendation that was shown, or chosen, under an experiment.</summary>
/// <param name="RecommendationId">The response.</param>
/// <param name="Arm">The arm that chose it.</param>
/// <param name="ShownAtMs">When the response was first shown.</param>
/// <param name="Results">What it counts for.</param>
internal sealed record Exposure(string RecommendationId, ArmKey Arm, long ShownAtMs, ArmResults Results);

/// <summary>
/// Tells of each response its first showing, and of each of its products the first impression and the first click. What is remembered of a
/// response is forgotten with the attribution window. Hot path: per record, for those of an experiment.
/// </summary>
internal sealed class ExposureWatch : IProcessor<string, Clickstream, string, Exposure>
{
    private const string Shown = "experiments-exposures", Counted = "experiments-counted";
    private static readonly ArmResults FirstShown = ArmResults.None with { Recommendations = 1 };

    private IProcessorContext<string, Exposure> _context = null!; // these three: Init comes before all else
    private ITimestampedKeyValueStore<string, long> _shownAtMs = null!;
    private ITimestampedKeyValueStore<string, bool> _counted = null!;

    public static string[] StoreNames { get; } = [Shown, Counted];

    public static IEnumerable<IStoreBuilder> StateStores(ExperimentsOptions options) =>
    [
        Stores.TimestampedKeyValueStoreBuilder(Stores.PersistentKeyValueStore(Shown), Serdes.String(), Serdes.Int64()).WithTtl(options.AttributionWindow),
        Stores.TimestampedKeyValueStoreBuilder(Stores.PersistentKeyValueStore(Counted), Serdes.String(), Serdes.Boolean()).WithTtl(options.AttributionWindow),
    ];

    public void Init(IProcessorContext<string, Exposure> context)
    {
        _context = context;
        _shownAtMs = context.GetStateStore<ITimestampedKeyValueStore<string, long>>(Shown);
        _counted = context.GetStateStore<ITimestampedKeyValueStore<string, bool>>(Counted);
    }

    public void Process(in Record<string, Clickstream> record)
    {
        var seen = EventChecks.Present(record.Value, Topics.Clickstream);
        if (seen.Action is not (ClickstreamAction.Impression or ClickstreamAction.Click)) return;
        if (seen is not { RecommendationId: { } id, ExperimentId: { } experiment, Variant: { } variant, ProductId: { } product }) return;
        EventChecks.Id(id, Topics.Clickstream, "recommendation_id");
        EventChecks.Id(experiment, Topics.Clickstream, "experiment_id");
        EventChecks.Id(variant, Topics.Clickstream, "variant");
        EventChecks.Id(product, Topics.Clickstream, "product_id");

        var arm = new ArmKey(experiment, variant);
        var isKnown = _shownAtMs.TryGet(id, out var shown);
        var shownAtMs = isKnown ? shown.Value : record.TimestampMs;
        if (!isKnown)
        {
            _shownAtMs.Put(id, new(shownAtMs, record.TimestampMs));
            Tell(record, new Exposure(id, arm, shownAtMs, FirstShown));
        }
        var isClick = seen.Action == ClickstreamAction.Click;
        if (!_counted.PutIfAbsent($"{id}\n{(isClick ? 'c' : 'i')}\n{product}", new(true, record.TimestampMs))) return;
        Tell(record, new Exposure(id, arm, shownAtMs, isClick ? ArmResults.None with { Clicks = 1 } : ArmResults.None with { Impressions = 1 }));
    }

    // At the time of the first showing: what came of a recommendation counts in the hour in which it was made.
    private void Tell(in Record<string, Clickstream> record, Exposure exposure) =>
        _context.Forward(record.WithValue(exposure).WithTimestamp(exposure.ShownAtMs));
}
