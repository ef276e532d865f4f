using System.Text;
using SmartKart.FeatureStore.Definitions;
using SmartKart.Kafka;

namespace SmartKart.Topologies.Features.Placement;

/// <summary>
/// Remembers which application computes which view, in a compacted topic of one partition. It is changed under one transactional.id: of two workers that
/// start at once the later takes it over, and the earlier looks again. Calls block their thread's pool, not their caller.
/// </summary>
/// <param name="kafka">The cluster.</param>
/// <param name="admin">Its administrator.</param>
/// <param name="applicationPrefix">What the applications' ids begin with.</param>
/// <param name="clock">Measures how long the broker was silent.</param>
public sealed class ViewPlacements(KafkaConfiguration kafka, KafkaAdmin admin, string applicationPrefix, TimeProvider clock)
{
    private const int Tries = 10;

    private readonly TopicPartition _partition = new($"{applicationPrefix}-feature-views", 0);

    /// <summary>
    /// Sees to it that exactly these views are computed. Those that no application computes yet become one of its own; those that were and aren't among
    /// them are noted as removed.
    /// </summary>
    /// <param name="views">Those without a source, which are computed when they are read, are passed over.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The applications, the oldest first.</returns>
    /// <exception cref="KafkaException">The cluster refuses, or others never stop to change it.</exception>
    public async Task<IReadOnlyList<PlacedViews>> PlaceAsync(IEnumerable<FeatureView> views, CancellationToken cancellation = default)
    {
        FeatureView[] wanted = [.. views.Where(view => view.Source is not null)];
        await CreateTopicAsync(cancellation);
        var table = await Task.Run(() => Read(cancellation), cancellation);
        if (table.ChangesTo(wanted).Count > 0) table = await ChangeAsync(found => found.ChangesTo(wanted), cancellation);
        return table.Group(wanted);
    }

    /// <summary>The applications of those of the views that one computes, the oldest first. Changes nothing.</summary>
    /// <exception cref="KafkaException">The cluster refuses.</exception>
    public async Task<IReadOnlyList<PlacedViews>> FindAsync(IEnumerable<FeatureView> views, CancellationToken cancellation = default)
    {
        var topic = (await admin.Topics.DescribeAsync([_partition.Topic], cancellation))[0];
        if (topic.Error is { Code: KafkaErrorCode.UnknownTopicOrPartition or KafkaErrorCode.UnknownTopic }) return [];
        if (topic.Error is { } refused) throw refused;
        return (await Task.Run(() => Read(cancellation), cancellation)).Group([.. views.Where(view => view.Source is not null)]);
    }

    /// <summary>Gives out a number for an application that nobody else gets.</summary>
    internal async Task<int> ReserveAsync(CancellationToken cancellation)
    {
        var generation = 0;
        await CreateTopicAsync(cancellation);
        await ChangeAsync(table => [ViewPlacement.Reserve(generation = table.NextGeneration)], cancellation);
        return generation;
    }

    /// <summary>Gives views to the application of a number that was reserved.</summary>
    /// <returns>Whether no other application computes one of them; else nothing is changed.</returns>
    internal async Task<bool> TryPlaceAsync(IReadOnlyList<FeatureView> views, int generation, CancellationToken cancellation)
    {
        var isFree = true;
        await ChangeAsync(table =>
        {
            isFree = views.All(view => table.GenerationOf(view) is null);
            return isFree ? [.. views.Select(view => new ViewPlacement(view.Id, generation, PlacementState.Placed))] : [];
        }, cancellation);
        return isFree;
    }

    private async Task CreateTopicAsync(CancellationToken cancellation)
    {
        var settings = new Dictionary<string, string> { ["cleanup.policy"] = "compact" };
        var results = await admin.Topics.CreateAsync([new NewTopic(_partition.Topic, Partitions: 1, Settings: settings)], cancellation: cancellation);
        AdminResult[] refused = [.. results.Where(result => result.Error is { } error && error.Code != KafkaErrorCode.TopicExists)];
        refused.ThrowIfAnyFailed();
    }

    private async Task<PlacementTable> ChangeAsync(Func<PlacementTable, IReadOnlyList<ViewPlacement>> change, CancellationToken cancellation)
    {
        for (var left = Tries; ; left--)
        {
            try
            {
                return await Task.Run(() => Change(change, cancellation), cancellation);
            }
            catch (KafkaException fenced) when (fenced.IsFatal && left > 1)
            {
                // Another changes it at this moment: what it wrote is looked at first.
            }
        }
    }

    private PlacementTable Change(Func<PlacementTable, IReadOnlyList<ViewPlacement>> change, CancellationToken cancellation)
    {
        using var producer = BatchProducer.Open(kafka.With("transactional.id", _partition.Topic).With("statistics.interval.ms", "0"));
        producer.Transactions.Initialize(cancellation: cancellation);     // from here on nobody else's change is committed but by fencing this one
        var table = Read(cancellation);
        var changes = change(table);
        if (changes.Count == 0) return table;
        var batch = new ProducerBatch(_partition.Topic);
        foreach (var placement in changes) batch.Add(Encoding.UTF8.GetBytes(placement.Key), placement.ToBytes(), _partition.Partition);
        producer.Transactions.Begin();
        producer.Send(batch, cancellation);
        producer.Transactions.Commit(cancellation: cancellation);
        return table.With(changes);
    }

    private PlacementTable Read(CancellationToken cancellation)
    {
        var found = new Dictionary<string, ViewPlacement>(StringComparer.Ordinal);
        PartitionSnapshot.Read(kafka, _partition, record =>
        {
            var placement = ViewPlacement.Parse(record.Value);
            found[placement.Key] = placement;
        }, clock, cancellation);
        return new PlacementTable(found.Values);
    }
}
