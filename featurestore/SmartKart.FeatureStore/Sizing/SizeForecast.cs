using System.Buffers;
using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Offline;
using SmartKart.FeatureStore.Online;
using SmartKart.FeatureStore.Online.Connections;
using SmartKart.FeatureStore.Online.Protocol;
using SmartKart.FeatureStore.Online.Server;
using SmartKart.FeatureStore.Tiles;
using SmartKart.FeatureStore.Views;

namespace SmartKart.FeatureStore.Sizing;

/// <summary>
/// Measures what views will cost in Redis before anything is deployed: the tiles of a sample of history, and some of them written to a Redis of its
/// own, whose memory is looked at before and after.
/// </summary>
public sealed class SizeForecast
{
    /// <summary>So many keys of a view are written to Redis: enough for its tables to be as full as they are in the mean.</summary>
    private const int WrittenKeys = 4_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<(string Entity, string Key), double> _bytesByEntity = new();

    private SizeForecast() { }

    /// <summary>Measures views.</summary>
    /// <param name="views">The views; those without a source cost nothing and are passed over.</param>
    /// <param name="sample">The events of some entities, or of all, over the views' ttls at least.</param>
    /// <param name="until">The instant to measure at, in microseconds since 1970.</param>
    /// <param name="options">What the sweep may use of the machine; null is the defaults.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="HistoryException">The history of a topic is missing.</exception>
    /// <exception cref="OnlineStoreUnavailableException">redis-server isn't installed.</exception>
    public static async Task<SizeReport> RunAsync(
        IEnumerable<FeatureView> views, HistorySource sample, long until, OfflineOptions? options = null, CancellationToken cancel = default)
    {
        var folder = Directory.CreateTempSubdirectory("smartkart-size-").FullName;
        try
        {
            await using var redis = await PrivateRedis.StartAsync(folder, cancel: cancel);
            var forecast = new SizeForecast();
            var sizes = new List<ViewSize>();
            foreach (var view in views.Where(view => view.Source is not null))
            {
                if (await forecast.MeasureAsync(ViewPlan.Compile(view), sample, until, redis, options, cancel) is { } size) sizes.Add(size);
            }
            return new SizeReport(sizes, forecast.Entities());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<ViewSize?> MeasureAsync(
        ViewPlan view, HistorySource sample, long until, PrivateRedis redis, OfflineOptions? options, CancellationToken cancel)
    {
        var blobs = new ConcurrentBag<(string Key, Scalar[] Values, byte[] Blob)>();
        await TileBackfill.RunAsync(view, sample, until, (key, state, _) =>
        {
            if (!state.IsExpired(until)) blobs.Add((string.Join('\0', key), [.. key], Blob(state)));
            return ValueTask.CompletedTask;
        }, options, cancel: cancel);
        if (blobs.IsEmpty) return null;
        var overhead = await OverheadAsync(view, [.. blobs.Take(WrittenKeys)], redis, cancel);
        var entity = string.Join(" × ", view.View.Entities.Select(one => one.Name));
        foreach (var (key, _, blob) in blobs) _bytesByEntity.AddOrUpdate((entity, key), blob.Length + overhead, (_, bytes) => bytes + blob.Length + overhead);
        double[] sizes = [.. blobs.Select(blob => (double)blob.Blob.Length).Order()];
        return new ViewSize(view.View.Id, sizes.Length, sizes[sizes.Length / 2], sizes[sizes.Length * 9 / 10], sizes.Average(), overhead);
    }

    // Bytes per key beyond its blob, of keys as they are named and kept in production.
    private static async Task<double> OverheadAsync(ViewPlan view, (string Key, Scalar[] Values, byte[] Blob)[] keys, PrivateRedis redis, CancellationToken cancel)
    {
        var before = await UsedMemoryAsync(redis, cancel);
        await using (var writer = OnlineWriter.Open(new RedisOptions { Connection = redis.Connection }))
        {
            foreach (var (_, values, blob) in keys) await writer.WriteAsync(view, values, blob, cancel: cancel);
            var report = await writer.FlushAsync(Patience, cancel);
            if (!report.IsComplete) throw report.Fault ?? new OnlineStoreTimeoutException(redis.Connection, Patience, nameof(RedisOptions.WriteTimeout));
        }
        return ((await UsedMemoryAsync(redis, cancel) - before) / (double)keys.Length) - keys.Average(key => (double)key.Blob.Length);
    }

    private static async Task<long> UsedMemoryAsync(PrivateRedis redis, CancellationToken cancel)
    {
        const string field = "used_memory:";
        var settings = RedisConnectionString.Parse(redis.Connection);
        await using var node = new RedisNode(settings.Endpoints[0], settings, Patience, TimeProvider.System, NullLogger.Instance);
        using var replies = await node.SendAsync(
            new RespCommands().Append("INFO", "memory"), new Deadline(TimeProvider.System, Patience, nameof(RedisOptions.ReadTimeout)), cancel);
        var text = System.Text.Encoding.UTF8.GetString(replies.Bytes);
        var line = text.Split('\n').First(line => line.StartsWith(field, StringComparison.Ordinal));
        return long.Parse(line.AsSpan(field.Length).Trim(), System.Globalization.CultureInfo.InvariantCulture);
    }

    private EntitySize[] Entities() =>
    [
        .. _bytesByEntity.GroupBy(one => one.Key.Entity, one => one.Value).OrderBy(entity => entity.Key, StringComparer.Ordinal).Select(entity =>
        {
            double[] bytes = [.. entity.Order()];
            return new EntitySize(entity.Key, bytes.Length, bytes[bytes.Length / 2], bytes[bytes.Length * 9 / 10], bytes.Average());
        }),
    ];

    private static byte[] Blob(TileState state)
    {
        var output = new ArrayBufferWriter<byte>();
        state.Write(output);
        return output.WrittenSpan.ToArray();
    }
}
