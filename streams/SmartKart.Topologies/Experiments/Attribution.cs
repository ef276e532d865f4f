using SmartKart.Streams;
using SmartKart.Streams.Processing;
using SmartKart.Streams.State;

namespace SmartKart.Topologies.Experiments;

/// <summary>
/// Brings a recommendation's showing and what was bought of it together, whichever is read first, and tells what came of it. Hot path: per
/// recommendation and order.
/// </summary>
internal sealed class Attribution(ExperimentsOptions options) : IProcessor<string, RecommendationSignal, ArmKey, ArmResults>
{
    public const string Store = "experiments-recommendations";

    private readonly long _windowMs = (long)options.AttributionWindow.TotalMilliseconds;
    private IProcessorContext<ArmKey, ArmResults> _context = null!; // these two: Init comes before all else
    private ITimestampedKeyValueStore<string, Recommendation> _known = null!;

    // Twice as long: what is bought at the end of the window may be read a window before what was shown.
    public static IStoreBuilder StateStore(ExperimentsOptions options) =>
        Stores.TimestampedKeyValueStoreBuilder(Stores.PersistentKeyValueStore(Store), Serdes.String(), Serdes.Utf8Json<Recommendation>())
            .WithTtl(2 * options.AttributionWindow);

    public void Init(IProcessorContext<ArmKey, ArmResults> context) =>
        (_context, _known) = (context, context.GetStateStore<ITimestampedKeyValueStore<string, Recommendation>>(Store));

    public void Process(in Record<string, RecommendationSignal> record)
    {
        var known = _known.TryGet(record.Key, out var entry) ? entry.Value : Recommendation.Unknown;
        var now = known;
        if (record.Value.Shown is { } shown && known.Arm is null)
        {
            now = known with { Arm = shown.Arm, ShownAtMs = shown.ShownAtMs };
            foreach (var purchase in now.Bought) Tell(now, purchase);
        }
        if (record.Value.Bought is { } bought && !known.Has(bought.OrderId))
        {
            now = known with { Bought = known.Bought.Add(bought) };
            Tell(now, bought);
        }
        if (now != known) _known.Put(record.Key, new(now, Math.Max(entry.TimestampMs, record.TimestampMs)));
    }

    private void Tell(Recommendation recommendation, Purchase purchase)
    {
        if (recommendation.Arm is not { } arm || purchase.AtMs < recommendation.ShownAtMs || purchase.AtMs - recommendation.ShownAtMs > _windowMs) return;
        _context.Forward(new Record<ArmKey, ArmResults>(arm, purchase.Results(), recommendation.ShownAtMs));
    }
}
