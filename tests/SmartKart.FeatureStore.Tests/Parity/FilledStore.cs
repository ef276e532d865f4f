using System.Buffers;
using System.Collections.Concurrent;
using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Offline;
using SmartKart.FeatureStore.Online;
using SmartKart.FeatureStore.Parity;
using SmartKart.FeatureStore.Tests.Online;
using SmartKart.FeatureStore.Views;

namespace SmartKart.FeatureStore.Tests.Parity;

/// <summary>A store that has taken in a history until an instant, for parity to look at, and what a test does to it behind the history's back.</summary>
/// <param name="history">The events.</param>
/// <param name="redis">Where the store is.</param>
/// <param name="until">The instant, in microseconds.</param>
internal sealed class FilledStore(HistorySource history, RedisOptions redis, long until)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<(string View, string Key), byte[]> _blobs = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Writes a view's tiles; those of the views that it reads, where it has none.</summary>
    /// <returns>Its keys.</returns>
    public async Task<int> FillAsync(FeatureView view)
    {
        var keys = 0;
        foreach (var source in ServicePlan.Compile(view).Sources)
        {
            await using var writer = OnlineWriter.Open(redis, new FixedClock(until));
            var run = await TileBackfill.RunAsync(source, history, until, (key, state, cancel) =>
            {
                var blob = new ArrayBufferWriter<byte>();
                state.Write(blob, until);
                _blobs[(source.View.Id, key[0].ToString())] = blob.WrittenSpan.ToArray();
                return writer.WriteAsync(source, [.. key], blob.WrittenSpan, cancel: cancel);
            }, cancel: Stop);
            (await writer.FlushAsync(Patience, Stop)).IsComplete.ShouldBeTrue();
            keys += (int)run.Views[0].Keys;
        }
        return keys;
    }

    /// <summary>Gives one user the tiles of another.</summary>
    public Task MistakeAsync(FeatureView view, string user, string other) =>
        WriteAsync(writer => writer.WriteAsync(ViewPlan.Compile(view), Visits.Key(user), _blobs[(view.Id, Scalar.From(other).ToString())], cancel: Stop));

    /// <summary>Takes a user's tiles away.</summary>
    public Task DeleteAsync(FeatureView view, string user) =>
        WriteAsync(writer => writer.DeleteAsync(ViewPlan.Compile(view), Visits.Key(user), until + 1, Stop));

    public async Task<ViewParity> CompareAsync(FeatureView view, OfflineEngine engine, ParityOptions? options = null)
    {
        await using var store = OnlineStore.Open(redis);
        return await new ParityCheck(history, store, (options ?? new ParityOptions()) with { Engine = engine }).RunAsync(view, until, Stop);
    }

    private async Task WriteAsync(Func<OnlineWriter, ValueTask> write)
    {
        await using var writer = OnlineWriter.Open(redis, new FixedClock(until));
        await write(writer);
        (await writer.FlushAsync(Patience, Stop)).Written.ShouldBe(1);
    }
}
