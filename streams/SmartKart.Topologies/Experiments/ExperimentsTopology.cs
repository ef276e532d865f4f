using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas.Events;
using SmartKart.Streams;
using SmartKart.Topologies.Events;

namespace SmartKart.Topologies.Experiments;

/// <summary>Impressions → clicks → orders, by recommendation → what came of each arm of each experiment, by the hour, to be queried.</summary>
/// <remarks>
/// <para>What counts is what the clickstream shows under an experiment: events with a <c>recommendation_id</c>, an <c>experiment_id</c> and
/// a <c>variant</c>. Each product of a response counts once as shown and once as chosen. An order's lines with the response's
/// id count where the order was placed within <see cref="ExperimentsOptions.AttributionWindow"/> of the response's first showing, both
/// ends included, whoever placed it: a visitor may have signed in since.</para>
/// <para>Everything counts in the hour in which the response was first shown: of a row, clicks and orders came of its impressions. So rows
/// go on growing for as long as the window. Events that are sent again, and topics that are read at different paces, change nothing.</para>
/// </remarks>
public static class ExperimentsTopology
{
    /// <summary>The store that holds the results, a window store of <see cref="ArmKey"/> and <see cref="ArmResults"/>.</summary>
    public const string Store = "experiments-by-hour";

    private const string Shown = "experiments-shown", Seen = "experiments-seen", Bought = "experiments-bought", Attributed = "experiments-attributed";
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <param name="serdes">Read the events.</param>
    /// <param name="options">How experiments are counted; null for the usual.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static Topology Build(IEventSerdes serdes, ExperimentsOptions? options = null)
    {
        options = (options ?? new ExperimentsOptions()).Checked();
        var builder = new StreamBuilder();
        foreach (var store in ExposureWatch.StateStores(options)) builder.AddStateStore(store);
        builder.AddStateStore(Attribution.StateStore(options));

        var exposures = builder.Events<Clickstream>(serdes, Topics.Clickstream, seen => seen.OccurredAt)
            .Process(() => new ExposureWatch(), "experiments-exposure", ExposureWatch.StoreNames);
        var shown = exposures
            .Filter((_, exposure) => exposure.Results.Recommendations > 0)
            .Map((_, exposure) => KeyValuePair.Create(exposure.RecommendationId, new RecommendationSignal(exposure, null)))
            .Repartition(ByRecommendation(Shown));
        var attributed = builder.Events<OrderPlaced>(serdes, Topics.OrderPlaced, order => order.OccurredAt)
            .FlatMap((_, order) => Purchase.Of(order))
            .Repartition(ByRecommendation(Bought))
            .Merge(shown)
            .Process(() => new Attribution(options), "experiments-attribution", Attribution.Store)
            .Repartition(ByArm(Attributed));

        exposures
            .Map((_, exposure) => KeyValuePair.Create(exposure.Arm, exposure.Results))
            .Repartition(ByArm(Seen))
            .Merge(attributed)
            .GroupByKey(Grouped.With(Serdes.Utf8Json<ArmKey>(), Serdes.Utf8Json<ArmResults>()))
            .WindowedBy(TimeWindows.OfSizeAndGrace(Hour, options.Retention - Hour))
            .Reduce((sum, one) => sum + one, Materialized.As<ArmKey, ArmResults>(Store) with { Retention = options.Retention });
        return builder.Build();
    }

    private static Repartitioned<string, RecommendationSignal> ByRecommendation(string name) =>
        new() { Name = name, KeySerde = Serdes.String(), ValueSerde = Serdes.Utf8Json<RecommendationSignal>() };

    private static Repartitioned<ArmKey, ArmResults> ByArm(string name) =>
        new() { Name = name, KeySerde = Serdes.Utf8Json<ArmKey>(), ValueSerde = Serdes.Utf8Json<ArmResults>() };
}
