using System.Buffers;
using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Offline;
using SmartKart.FeatureStore.Online;
using SmartKart.FeatureStore.Parity;
using SmartKart.FeatureStore.Tests.Offline;
using SmartKart.FeatureStore.Tests.Online;
using SmartKart.FeatureStore.Tests.Online.Servers;
using SmartKart.FeatureStore.Views;
using SmartKart.Warehouse.DuckDb.Parquet;

namespace SmartKart.FeatureStore.Tests.Parity;

/// <summary>Real histories, all shipped views that they feed: what a backfill leaves in Redis is what the sweep and SQL compute.</summary>
public sealed class SharedDataTests(SharedRedis redis) : IClassFixture<SharedRedis>, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly OfflineOptions Options = new() { MemoryLimit = 1L << 30 };

    private readonly HistoryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("taobao_behavior", 13)]
    [InlineData("online_retail", 5)]
    [InlineData("fraud_transactions", 4)]
    [InlineData("yoochoose_clicks_100k", 5)]
    public async Task Every_shipped_view_that_a_set_feeds_agrees_halfway_and_at_the_end(string set, int viewCount)
    {
        var topics = SharedHistory.Write(set, _folder);
        var plans = DefinitionSet.Shipped.Views.Select(ServicePlan.Compile)
            .Where(plan => plan.Sources.All(source => topics.Contains(source.View.Source!.Topic.Name)))     // a ViewPlan has a source
            .ToArray();
        plans.Length.ShouldBe(viewCount);
        var (first, last) = Span(topics);
        await CheckAsync(plans, (first + last) / 2);
        await CheckAsync(plans, last + 1);
    }

    private async Task CheckAsync(ServicePlan[] plans, long now)
    {
        var (options, cancel) = (redis.NewOptions() with { ReadTimeout = Patience }, TestContext.Current.CancellationToken);
        await using (var writer = OnlineWriter.Open(options, new FixedClock(now)))
        {
            foreach (var view in plans.SelectMany(plan => plan.Sources).DistinctBy(view => view.View.Id))
                await TileBackfill.RunAsync(view, _folder.Source, now, Into(writer, view), Options, cancel: cancel);
            (await writer.FlushAsync(Patience, cancel)).IsComplete.ShouldBeTrue();
        }
        await using var store = OnlineStore.Open(options);
        foreach (var engine in Enum.GetValues<OfflineEngine>())
        {
            var check = new ParityCheck(_folder.Source, store, new ParityOptions { Engine = engine, KeysMax = 500, Offline = Options });
            foreach (var plan in plans)
            {
                var parity = await check.RunAsync(plan.Features[0].View, now, cancel);
                parity.Keys.ShouldBeGreaterThan(0, parity.View);
                parity.Missing.ShouldBeLessThan(parity.Keys, parity.View);
                parity.Mismatches.ShouldBe(0, $"{parity.View} by {engine} at {now}: {string.Join('\n', parity.Examples)}");
            }
        }
    }

    private static TileSink Into(OnlineWriter writer, ViewPlan view) => (key, state, cancel) =>
    {
        var blob = new ArrayBufferWriter<byte>();
        state.Write(blob, sequence: 1);
        return writer.WriteAsync(view, [.. key], blob.WrittenSpan, cancel: cancel);
    };

    // From the first event to the last, in microseconds since 1970.
    private (long First, long Last) Span(IEnumerable<string> topics)
    {
        var times = string.Join(" UNION ALL ", topics.Select(topic => $"SELECT occurred_at FROM {ParquetFiles.Scan(_folder.Source.FilesOf(topic))}"));
        var row = _folder.Rows($"SELECT min(epoch_us(occurred_at)), max(epoch_us(occurred_at)) FROM ({times})")[0];
        return ((long)row[0]!, (long)row[1]!);
    }
}
