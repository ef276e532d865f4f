using Microsoft.Extensions.Logging.Abstractions;
using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Tiles;
using SmartKart.FeatureStore.Views;
using SmartKart.Kafka;
using SmartKart.Schemas.Registry;
using SmartKart.Streams;
using SmartKart.Topologies.Features.Placement;
using SmartKart.Topologies.Features.Rows;
using SmartKart.Topologies.Features.Tiles;
using SmartKart.Topologies.Worker;

namespace SmartKart.Topologies.Features.Handover;

/// <summary>
/// Gives views that were computed from history to the stream: their tiles go into the changelogs of an application of their own, which then begins to
/// read where history ended. Until <see cref="CompleteAsync"/> has returned no worker knows of it, and what was begun and not completed nobody ever uses.
/// </summary>
public sealed class FeatureHandover : IDisposable
{
    private readonly PlacedViews _placed;
    private readonly string _application;
    private readonly ViewPlacements _placements;
    private readonly KafkaAdmin _admin;
    private readonly BatchProducer _producer;
    private readonly Dictionary<ViewPlan, TileChangelog> _changelogs;

    private FeatureHandover(
        PlacedViews placed, string application, ViewPlacements placements, KafkaAdmin admin, BatchProducer producer, Dictionary<ViewPlan, TileChangelog> changelogs) =>
        (_placed, _application, _placements, _admin, _producer, _changelogs) = (placed, application, placements, admin, producer, changelogs);

    /// <summary>What is to be computed, of each view.</summary>
    public IEnumerable<ViewPlan> Views => _changelogs.Keys;

    /// <summary>The number of all writes: greater than that of any the stream made of these views before.</summary>
    public long Sequence => FirstSequence(_placed.Generation);

    /// <summary>Makes ready for views that no application computes.</summary>
    /// <param name="views">The views, at least one, each with a source.</param>
    /// <param name="placements">Which application computes which view.</param>
    /// <param name="options">How the worker runs its topologies.</param>
    /// <param name="kafka">The cluster.</param>
    /// <param name="admin">Its administrator.</param>
    /// <param name="registry">Where events' schemas are.</param>
    /// <param name="cancel">Gives it up.</param>
    /// <exception cref="FeatureHandoverException">One of them is computed by the stream.</exception>
    /// <exception cref="TopologyException">A source is missing.</exception>
    /// <exception cref="KafkaException">The cluster refuses.</exception>
    public static async Task<FeatureHandover> BeginAsync(
        IReadOnlyList<FeatureView> views, ViewPlacements placements, WorkerOptions options, KafkaConfiguration kafka, KafkaAdmin admin, SchemaRegistryClient registry,
        CancellationToken cancel = default)
    {
        var taken = await placements.FindAsync(views, cancel);
        if (taken.Count > 0) throw FeatureHandoverException.Placed(taken.SelectMany(each => each.Views).Select(view => view.Id));
        var placed = new PlacedViews(await placements.ReserveAsync(cancel), views);
        var application = options.ApplicationOf(placed.Name);
        var topology = FeatureTopology.Build(views, registry, delivery: null);
        await using (var streams = new KafkaStreams(topology, new StreamsOptions { ApplicationId = application }, kafka, NullLoggerFactory.Instance))
            await streams.InitAsync(cancel);
        var producer = BatchProducer.Open(kafka.With("statistics.interval.ms", "0"));
        try
        {
            var changelogs = new Dictionary<ViewPlan, TileChangelog>();
            foreach (var group in FeatureGroup.Of(views.Select(ViewPlan.Compile)))
            {
                foreach (var view in group.Views)
                {
                    var topic = $"{application}-{TileStore.NameOf(view)}-changelog";
                    var partitions = (await admin.Topics.DescribeAsync(topic, cancel)).Partitions.Count;
                    changelogs.Add(view, new TileChangelog(group, topic, partitions, FirstSequence(placed.Generation), producer));
                }
            }
            return new FeatureHandover(placed, application, placements, admin, producer, changelogs);
        }
        catch
        {
            producer.Dispose();
            throw;
        }
    }

    /// <summary>Takes the tiles of a key. Thread safe.</summary>
    public void Write(ViewPlan view, ReadOnlySpan<Scalar> keys, TileState tiles) => _changelogs[view].Write(keys, tiles);

    /// <summary>Hands over: from its next start on a worker computes the views.</summary>
    /// <param name="starts">From where on it reads the sources: what lies before is in the tiles. Partitions that are left out it reads from their begin.</param>
    /// <param name="cancel">Gives it up.</param>
    /// <exception cref="FeatureHandoverException">Meanwhile the stream has begun to compute one of them.</exception>
    /// <exception cref="KafkaException">The cluster refuses, or lost tiles.</exception>
    public async Task CompleteAsync(IReadOnlyList<TopicPartitionOffset> starts, CancellationToken cancel = default)
    {
        await Task.Run(() =>
        {
            foreach (var changelog in _changelogs.Values) changelog.Send();
            _producer.Flush(cancel);
        }, cancel);
        (await _admin.GroupOffsets.AlterAsync(_application, starts, cancel)).ThrowIfAnyFailed();
        if (!await _placements.TryPlaceAsync(_placed.Views, _placed.Generation, cancel))
            throw FeatureHandoverException.Placed(_placed.Views.Select(view => view.Id));
    }

    /// <summary>Lets go of the cluster.</summary>
    public void Dispose() => _producer.Dispose();

    private static long FirstSequence(int generation) => WriteSequence.Before(generation) + 1;
}
