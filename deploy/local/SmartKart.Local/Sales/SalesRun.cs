using SmartKart.Backfill.Replay;
using SmartKart.Kafka;
using SmartKart.Local.Clusters;
using SmartKart.Local.Terminal;
using SmartKart.Schemas.Events;
using SmartKart.Streams;
using SmartKart.Streams.Queries;
using SmartKart.Topologies.Events;
using SmartKart.Topologies.Sales;

namespace SmartKart.Local.Sales;

/// <summary>The sales topology at work over the orders of a cluster, exactly once, and its answer: asked of its store while it runs.</summary>
internal sealed class SalesRun : IAsyncDisposable
{
    private const string Application = "smartkart-sales";

    // A demo looks at all of a history, which may be of years; a shop would keep weeks and have its history in the warehouse.
    private static readonly TimeSpan Retention = TimeSpan.FromDays(10 * 365);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);

    private readonly ClusterSession _cluster;
    private readonly KafkaStreams _streams;

    private SalesRun(ClusterSession cluster, KafkaStreams streams) => (_cluster, _streams) = (cluster, streams);

    /// <summary>Starts it. The topic of orders must exist.</summary>
    /// <param name="cluster">Where the orders are.</param>
    /// <param name="dataDirectory">Under which it keeps its state.</param>
    /// <param name="cancellation">Gives up the start.</param>
    public static async Task<SalesRun> StartAsync(ClusterSession cluster, string dataDirectory, CancellationToken cancellation)
    {
        var options = new StreamsOptions
        {
            ApplicationId = Application,
            ProcessingGuarantee = ProcessingGuarantee.ExactlyOnceV2,
            StateDirectory = Path.Combine(dataDirectory, "streams"),
        };
        var topology = SalesTopology.Build(new EventSerde<OrderPlaced>(cluster.Registry), Retention);
        var streams = new KafkaStreams(topology, options, cluster.Kafka, StderrLog.Create());
        try
        {
            await streams.StartAsync(cancellation);
        }
        catch
        {
            await streams.DisposeAsync();
            throw;
        }
        return new SalesRun(cluster, streams);
    }

    /// <summary>Waits until every order was processed to its last consequence.</summary>
    /// <param name="orders">The orders that were published.</param>
    /// <param name="progress">Receives how many of them were processed so far.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public async Task CatchUpAsync(PublishedTopic orders, IProgress<long> progress, CancellationToken cancellation)
    {
        var begun = orders.Begins.Sum(begin => begin.Offset);
        await CommittedUpToAsync(orders.Ends, committed => progress.Report(Math.Clamp(committed - begun, 0, orders.Totals.Events)), cancellation);
        var between = $"{Application}-{SalesTopology.RepartitionTopic}";
        var partitions = (await _cluster.Admin.Topics.DescribeAsync([between], cancellation))[0].Value.Partitions.Count;
        var all = Enumerable.Range(0, partitions).Select(partition => new TopicPartition(between, partition));
        var ends = await _cluster.Admin.Offsets.ListAsync(all, OffsetSpec.Latest, cancellation: cancellation);
        ends.ThrowIfAnyFailed();
        await CommittedUpToAsync([.. ends.Select(end => end.Partition.At(end.Offset))], _ => { }, cancellation);
    }

    /// <summary>Asks the store, and adds up its hours.</summary>
    public SalesFigures Ask()
    {
        var hours = _streams.Store(SalesTopology.Store, QueryableStoreTypes.WindowStore<SaleKey, ValueAndTimestamp<Sale>>());
        var figures = new SalesFigures();
        foreach (var (window, sale) in hours.All()) figures.Add(window, sale.Value);
        return figures;
    }

    public ValueTask DisposeAsync() => _streams.DisposeAsync();

    private async Task CommittedUpToAsync(IReadOnlyList<TopicPartitionOffset> ends, Action<long> report, CancellationToken cancellation)
    {
        var partitions = ends.Where(end => end.Offset > 0).ToDictionary(end => new TopicPartition(end.Topic, end.Partition), end => end.Offset);
        while (true)
        {
            if (_streams.Completion.IsCompleted) await _streams.Completion; // it failed: that is why nothing comes
            var committed = await _cluster.Admin.GroupOffsets.ListAsync(Application, partitions.Keys, cancellation);
            report(committed.Sum(each => Math.Max(each.Offset, 0)));
            // The broker knows of a commit a moment before the stores show it.
            var shown = _streams.CommittedOffsets;
            if (committed.All(each => Math.Min(each.Offset, shown.GetValueOrDefault(each.Partition, each.Offset)) >= partitions[each.Partition])) return;
            await Task.Delay(BetweenLooks, cancellation);
        }
    }
}
