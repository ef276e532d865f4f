using System.Collections.Concurrent;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Offline;
using SmartKart.FeatureStore.Tiles;
using SmartKart.Warehouse.DuckDb.Parquet;

namespace SmartKart.FeatureStore.Tests.Offline;

/// <summary>A history in, the tiles of all keys out.</summary>
public sealed class TileBackfillTests : IDisposable
{
    private static readonly long Until = (new DateTime(2026, 2, 10).Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
    private readonly HistoryFolder _history = new();

    public void Dispose() => _history.Dispose();

    [Theory]
    [InlineData("user_clicks")]
    [InlineData("user_looks")]
    [InlineData("product_clicks")]
    [InlineData("taste")]
    public async Task Each_key_has_the_tiles_of_its_events_before_the_instant(string view)
    {
        _history.Add("clickstream", Clicks.Events(2_000, 30, 5));
        var plan = Clicks.View(view);
        var vectors = new ConcurrentDictionary<string, object?[]>();
        ValueTask Take(IReadOnlyList<Scalar> key, TileState state, CancellationToken cancel)
        {
            state.Horizon.ShouldBe(Until);
            vectors.TryAdd(string.Join('/', key.Select(part => part.String)), [.. Counts(plan.Sources[0].Tiles, state)]).ShouldBeTrue("each key comes once");
            return ValueTask.CompletedTask;
        }
        var statistics = await TileBackfill.RunAsync(
            plan.Sources[0], _history.Source, Until, Take, new OfflineOptions { Threads = 3 }, cancel: TestContext.Current.CancellationToken);

        var keys = string.Join(" || '/' || ", plan.Sources[0].View.JoinKeys);
        var filter = view == "user_looks" ? "AND action = 'view'" : "";
        var expected = _history.Rows($"""
            SELECT {keys}, count(*) FROM {ParquetFiles.Scan(_history.Source.FilesOf("clickstream"))}
            WHERE epoch_us(occurred_at) < {Until} AND {keys} IS NOT NULL {filter} GROUP BY ALL
            """);
        vectors.Keys.Order(StringComparer.Ordinal).ShouldBe(expected.Select(row => (string)row[0]!).Order(StringComparer.Ordinal));
        statistics.Views[0].ShouldBe(new ViewStatistics($"{view}@1", vectors.Count, expected.Sum(row => (long)row[1]!)));
        var scratch = new FromScratch(plan, _history);
        foreach (var (key, counts) in vectors)
        {
            var parts = key.Split('/');
            var joinKeys = plan.Sources[0].View.JoinKeys.ToList();
            var vector = scratch.Vector(name => parts[joinKeys.IndexOf(name)], Until);
            long[] whole = [.. vector.OfType<long>()];
            counts.OfType<long>().ShouldBeSubsetOf(whole, key);
        }
    }

    [Fact]
    public async Task A_sink_that_fails_ends_the_backfill_with_its_fault()
    {
        _history.Add("clickstream", Clicks.Events(2_000, 30, 5));
        var fault = await Should.ThrowAsync<InvalidOperationException>(() => TileBackfill.RunAsync(
            Clicks.View("taste").Sources[0], _history.Source, Until, (_, _, _) => throw new InvalidOperationException("the store is full"),
            cancel: TestContext.Current.CancellationToken));
        fault.Message.ShouldBe("the store is full");
    }

    private static IEnumerable<object?> Counts(TilePlan plan, TileState state)
    {
        var results = new Scalar[plan.Results.Count];
        state.Finalize(Until, results);
        for (var i = 0; i < results.Length; i++)
        {
            if (plan.Results[i].Type == ScalarType.Int64 && !plan.Results[i].IsList && !results[i].IsNull) yield return results[i].Int64;
        }
    }
}
