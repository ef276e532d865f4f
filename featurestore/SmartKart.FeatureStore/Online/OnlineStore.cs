using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Online.Connections;
using SmartKart.FeatureStore.Online.Reading;
using SmartKart.FeatureStore.Views;

namespace SmartKart.FeatureStore.Online;

/// <summary>
/// Reads features from Redis: many entities × many views in one round trip, each window closed at the instant asked for. Every call ends within
/// <see cref="RedisOptions.ReadTimeout"/>; after some failures in a row calls fail at once for a while. Blocks no thread; thread safe.
/// </summary>
public sealed class OnlineStore : IAsyncDisposable
{
    private readonly RedisOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly RedisClient _client;
    private readonly CircuitBreaker _breaker;
    private readonly ConditionalWeakTable<ServicePlan, ServiceKeys> _services = [];

    private OnlineStore(RedisOptions options, RedisConnectionString settings, TimeProvider time, ILogger log)
    {
        (_options, _time, _log) = (options, time, log);
        _client = new RedisClient(settings, options.ConnectTimeout, time, log, options.Connections);
        _breaker = new CircuitBreaker(_client.Name, options.BreakAfter, options.BreakFor, time, log);
    }

    /// <summary>Opens a store. It connects with the first read.</summary>
    /// <param name="options">Where Redis is.</param>
    /// <param name="log">Where to say what it does.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The options are unsound.</exception>
    public static OnlineStore Open(RedisOptions options, ILogger? log = null) => Open(options, TimeProvider.System, log);

    internal static OnlineStore Open(RedisOptions options, TimeProvider time, ILogger? log = null) =>
        new(options, RedisOptionsRules.Checked(options), time, log ?? NullLogger.Instance);

    /// <summary>The columns of a row of keys: the join keys of the service's entities, each entity's once, in the order of the features.</summary>
    public static IReadOnlyList<string> JoinKeys(ServicePlan plan) => ServiceKeys.Of(plan);

    /// <summary>Reads one vector for each row of keys.</summary>
    /// <param name="plan">The service. Compile it once: what a read needs is kept with it.</param>
    /// <param name="keys">
    /// Entities × <see cref="JoinKeys"/>, row after row, of the types of the views' sources. NULL in a row: the views of that key read as missing.
    /// </param>
    /// <param name="now">The instant that the features are as of, in microseconds since 1970.</param>
    /// <param name="output">Takes them; of the same plan. It must not be read before this has ended.</param>
    /// <param name="cancel">Ends the call.</param>
    /// <exception cref="ArgumentException">The keys are no whole rows, or the output is of another service.</exception>
    /// <exception cref="OnlineStoreException">Redis gave no answer in time, or an error. The output then has no rows.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask GetAsync(ServicePlan plan, ReadOnlyMemory<Scalar> keys, long now, OnlineVectors output, CancellationToken cancel = default)
    {
        var service = _services.GetValue(plan, NewService);
        if (keys.Length % service.JoinKeys.Count != 0)
            throw new ArgumentException($"{keys.Length} values are no whole rows of {string.Join(", ", service.JoinKeys)}.", nameof(keys));
        if (!ReferenceEquals(output.Plan, plan)) throw new ArgumentException($"The output is of {output.Plan.Name}, and {plan.Name} is read.", nameof(output));
        var (rows, began) = (keys.Length / service.JoinKeys.Count, _time.GetTimestamp());
        output.Begin(0, now);
        if (!service.Idle.TryDequeue(out var reader)) reader = new ServiceReader(service, _log);
        try
        {
            reader.NameKeys(keys.Span);
            if (reader.Blobs.Count > 0) await ReadAsync(reader.Blobs, cancel);
            reader.Fill(rows, now, output);
        }
        finally
        {
            reader.Blobs.Clear();
            service.Idle.Enqueue(reader);
        }
        OnlineMetrics.Vectors.Add(rows);
        OnlineMetrics.ReadDuration.Record(_time.GetElapsedTime(began).TotalSeconds);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _client.DisposeAsync();

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask ReadAsync(BlobRead blobs, CancellationToken cancel)
    {
        _breaker.Enter();
        try
        {
            await ReadWithin(blobs, new Deadline(_time, _options.ReadTimeout, nameof(RedisOptions.ReadTimeout)), cancel);
            _breaker.Succeed();
        }
        catch (OnlineStoreException fault)
        {
            OnlineMetrics.ReadFaults.Add(1, new KeyValuePair<string, object?>("fault", fault.GetType().Name));
            _breaker.Fail(fault);
            throw;
        }
        catch
        {
            _breaker.Abandon();
            throw;
        }
    }

    // A connection that the server has closed while it was idle is found out by the read that comes next: it may try once more.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask ReadWithin(BlobRead blobs, Deadline deadline, CancellationToken cancel)
    {
        for (var attempt = 0; ; attempt++)
        {
            var node = _client.IsCluster ? null : _client.Primary;
            try
            {
                await blobs.SendAsync(_client, deadline, cancel);
                return;
            }
            catch (OnlineStoreUnavailableException fault)
            {
                _client.Forget(node);
                if (attempt > 0 || fault.RetryAfter is not null || deadline.Left <= TimeSpan.Zero) throw;
            }
        }
    }

    private ServiceKeys NewService(ServicePlan plan)
    {
        Debug.Assert(plan.Sources.Count > 0, "a feature comes from events in the end");
        return new ServiceKeys(_options.KeyPrefix, plan);
    }
}
