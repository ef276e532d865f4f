using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SmartKart.FeatureStore.Online.Connections;
using SmartKart.FeatureStore.Online.Protocol;

namespace SmartKart.FeatureStore.Online;

/// <summary>
/// Asks Redis now and then how much memory it takes (<c>used_memory</c> of INFO), over all nodes of a cluster that have keys, and tells it as a metric. While
/// Redis doesn't answer nothing is told. Blocks no thread; thread safe.
/// </summary>
public sealed class OnlineMemory : IAsyncDisposable
{
    private const string Field = "used_memory:";
    private const long Unknown = -1;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(5);

    private readonly RedisOptions _options;
    private readonly RedisClient _client;
    private readonly Meter _meter = new(OnlineMetrics.MeterName);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _looking;
    private long _bytes = Unknown;

    private OnlineMemory(RedisOptions options, RedisConnectionString settings, ILogger log)
    {
        _options = options;
        _client = new RedisClient(settings, options.ConnectTimeout, TimeProvider.System, log);
        _meter.CreateObservableGauge("smartkart.featurestore.online.memory", Told, "By", "Memory that Redis takes, as it says itself");
        _looking = LookAllAsync();
    }

    /// <summary>How many bytes; null while Redis doesn't answer.</summary>
    public long? Bytes => Volatile.Read(ref _bytes) is >= 0 and var bytes ? bytes : null;

    /// <summary>Begins to ask.</summary>
    /// <param name="options">Where Redis is.</param>
    /// <param name="log">Where its connections say what they do.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The options are unsound.</exception>
    public static OnlineMemory Watch(RedisOptions options, ILogger? log = null) => new(options, RedisOptionsRules.Checked(options), log ?? NullLogger.Instance);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _looking;
        _meter.Dispose();
        await _client.DisposeAsync();
        _stop.Dispose();
    }

    private IEnumerable<Measurement<long>> Told() => Bytes is { } bytes ? [new Measurement<long>(bytes)] : [];

    private async Task LookAllAsync()
    {
        try
        {
            while (true)
            {
                Volatile.Write(ref _bytes, await LookAsync());
                await Task.Delay(BetweenLooks, TimeProvider.System, _stop.Token);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // It was closed.
        }
    }

    private async Task<long> LookAsync()
    {
        try
        {
            var deadline = new Deadline(TimeProvider.System, _options.WriteTimeout, nameof(RedisOptions.WriteTimeout));
            await _client.PrepareAsync(deadline, _stop.Token);
            long bytes = 0;
            foreach (var node in Nodes()) bytes += await AskAsync(node, deadline);
            return bytes;
        }
        catch (OnlineStoreException)
        {
            _client.Forget();
            return Unknown;     // a value: what else needs Redis says why
        }
    }

    private List<RedisNode> Nodes() => _client.IsCluster
        ? [.. Enumerable.Range(0, HashSlot.Count).Select(_client.NodeOf).Distinct()]
        : [_client.Primary];

    private async Task<long> AskAsync(RedisNode node, Deadline deadline)
    {
        using var replies = await node.SendAsync(new RespCommands().Append("INFO", "memory"), deadline, _stop.Token);
        var reader = replies.Reader;
        if (reader.Read() == RespKind.Error) throw RedisFaults.Of(node.Name, reader.Text);
        var line = reader.Text.Split("\r\n").FirstOrDefault(line => line.StartsWith(Field, StringComparison.Ordinal));
        return line is null ? 0 : long.Parse(line.AsSpan(Field.Length), NumberStyles.None, CultureInfo.InvariantCulture);
    }
}
