using System.Buffers;
using System.Collections.Concurrent;
using System.Text;
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
public static class SizeForecast
{
    /// <summary>About so many entities are written to Redis: enough for its tables to be as full as they are in the mean.</summary>
    private const int WrittenEntities = 4_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

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
            var (viewSizes, entitySizes) = (new List<ViewSize>(), new List<EntitySize>());
            foreach (var ofEntity in views.Where(view => view.Source is not null).GroupBy(EntityOf))
            {
                var tiles = new List<ViewTiles>();
                foreach (var view in ofEntity)
                {
                    if (await TilesAsync(ViewPlan.Compile(view), sample, until, options, cancel) is { Blobs.Count: > 0 } some) tiles.Add(some);
                }
                if (tiles.Count > 0) await MeasureAsync(ofEntity.Key, tiles, redis, viewSizes, entitySizes, cancel);
            }
            return new SizeReport(viewSizes, [.. entitySizes.OrderBy(size => size.Entity, StringComparer.Ordinal)]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string EntityOf(FeatureView view) => string.Join(" × ", view.Entities.Select(entity => entity.Name));

    private static async Task<ViewTiles> TilesAsync(ViewPlan view, HistorySource sample, long until, OfflineOptions? options, CancellationToken cancel)
    {
        var blobs = new ConcurrentDictionary<string, (Scalar[] Values, byte[] Blob)>();
        await TileBackfill.RunAsync(view, sample, until, (key, state, _) =>
        {
            if (!state.IsExpired(until)) blobs[string.Join('\0', key)] = ([.. key], Blob(state, sequence: until));
            return ValueTask.CompletedTask;
        }, options, cancel: cancel);
        return new ViewTiles(view, blobs);
    }

    // A field's bytes are the view's, and what else Redis takes for an entity is shared by the views that it has.
    private static async Task MeasureAsync(
        string entity, List<ViewTiles> tiles, PrivateRedis redis, List<ViewSize> viewSizes, List<EntitySize> entitySizes, CancellationToken cancel)
    {
        string[] keys = [.. tiles.SelectMany(view => view.Blobs.Keys).Distinct()];
        // Every so manyth, as those that have the first view come first.
        var step = Math.Max(1, keys.Length / WrittenEntities);
        string[] written = [.. keys.Where((_, place) => place % step == 0)];
        var taken = await TakenAsync(tiles, written, redis, cancel);
        var perEntity = (taken - written.Sum(key => FieldBytes(tiles, key))) / written.Length;
        var share = perEntity * keys.Length / tiles.Sum(view => (double)view.Blobs.Count);
        foreach (var view in tiles)
        {
            double[] blobs = [.. view.Blobs.Values.Select(one => (double)one.Blob.Length).Order()];
            viewSizes.Add(new ViewSize(view.Plan.View.Id, blobs.Length, Median(blobs), P90(blobs), blobs.Average(), view.FieldOverhead + share));
        }
        double[] sizes = [.. keys.Select(key => FieldBytes(tiles, key) + perEntity).Order()];
        entitySizes.Add(new EntitySize(entity, sizes.Length, Median(sizes), P90(sizes), sizes.Average()));
    }

    // The memory of some entities with all of their views, named and kept as in production.
    private static async Task<double> TakenAsync(List<ViewTiles> tiles, string[] keys, PrivateRedis redis, CancellationToken cancel)
    {
        var options = new RedisOptions { Connection = redis.Connection };
        // For the first write of all Redis takes what is no key's: the script, and a histogram of 25 KB for each command.
        await WriteAsync(tiles, keys[..1], options with { KeyPrefix = "first" }, cancel);
        var before = await UsedMemoryAsync(redis, cancel);
        await WriteAsync(tiles, keys, options, cancel);
        return await UsedMemoryAsync(redis, cancel) - before;
    }

    private static async Task WriteAsync(List<ViewTiles> tiles, string[] keys, RedisOptions options, CancellationToken cancel)
    {
        await using var writer = OnlineWriter.Open(options);
        foreach (var view in tiles)
        {
            foreach (var key in keys)
            {
                if (view.Blobs.TryGetValue(key, out var one)) await writer.WriteAsync(view.Plan, one.Values, one.Blob, cancel: cancel);
            }
        }
        var report = await writer.FlushAsync(Patience, cancel);
        if (!report.IsComplete) throw report.Fault ?? new OnlineStoreTimeoutException(options.Connection!, Patience, nameof(RedisOptions.WriteTimeout));
    }

    private static double FieldBytes(List<ViewTiles> tiles, string key)
    {
        var bytes = 0.0;
        foreach (var view in tiles)
        {
            if (view.Blobs.TryGetValue(key, out var one)) bytes += one.Blob.Length + view.FieldOverhead;
        }
        return bytes;
    }

    private static async Task<long> UsedMemoryAsync(PrivateRedis redis, CancellationToken cancel)
    {
        const string field = "used_memory:";
        var settings = RedisConnectionString.Parse(redis.Connection);
        await using var node = new RedisNode(settings.Endpoints[0], settings, Patience, TimeProvider.System, NullLogger.Instance);
        using var replies = await node.SendAsync(
            new RespCommands().Append("INFO", "memory"), new Deadline(TimeProvider.System, Patience, nameof(RedisOptions.ReadTimeout)), cancel);
        var text = Encoding.UTF8.GetString(replies.Bytes);
        var line = text.Split('\n').First(line => line.StartsWith(field, StringComparison.Ordinal));
        return long.Parse(line.AsSpan(field.Length).Trim(), System.Globalization.CultureInfo.InvariantCulture);
    }

    private static double Median(double[] ordered) => ordered[ordered.Length / 2];

    private static double P90(double[] ordered) => ordered[ordered.Length * 9 / 10];

    // An instant as its sequence, as backfills write it: it has its bytes in the blob.
    private static byte[] Blob(TileState state, long sequence)
    {
        var output = new ArrayBufferWriter<byte>();
        state.Write(output, Math.Max(0, sequence));
        return output.WrittenSpan.ToArray();
    }

    // The blobs of a view's active keys, by what entities of all views are told apart by.
    private sealed record ViewTiles(ViewPlan Plan, ConcurrentDictionary<string, (Scalar[] Values, byte[] Blob)> Blobs)
    {
        /// <summary>Bytes of a field beyond its blob: its name.</summary>
        public int FieldOverhead { get; } = Encoding.UTF8.GetByteCount(Plan.View.Id);
    }
}
