using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using SmartKart.FeatureStore.Online;
using SmartKart.FeatureStore.Views;
using SmartKart.Topologies.Telemetry;

namespace SmartKart.Topologies.Features.Delivery;

/// <summary>
/// Brings what feature topologies commit to Redis, behind them: no task waits for it, a write that fails is tried again, and what a crash or Redis itself
/// has lost is found by the marks that stand beside it, and written again from the tasks' stores. Thread safe; its own loop moves the marks.
/// </summary>
public sealed class OnlineDelivery : IAsyncDisposable
{
    private static readonly TimeSpan BetweenMoves = TimeSpan.FromMilliseconds(500);

    private readonly OnlineWriter _writer;
    private readonly OnlineMarkers _markers;
    private readonly StreamClock? _streamClock;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly ConcurrentDictionary<DeliveryLane, bool> _lanes = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Freshness? _freshness;
    private readonly Task _moving;
    private bool _isFaulty;

    private OnlineDelivery(RedisOptions redis, TimeProvider? clock, TimeProvider time, ILoggerFactory logs)
    {
        _streamClock = clock is null ? new StreamClock() : null;
        _writer = OnlineWriter.Open(redis, clock ?? _streamClock, logs.CreateLogger("SmartKart.FeatureStore"));
        _markers = OnlineMarkers.Open(redis, logs.CreateLogger("SmartKart.FeatureStore"));
        (_time, _log) = (time, logs.CreateLogger("SmartKart.Topologies"));
        // Of a history that is replayed with its own clock nobody can say when it was published.
        _freshness = _streamClock is null ? new Freshness(_writer, _time) : null;
        _moving = MoveAllAsync();
    }

    /// <summary>Writes that Redis hasn't confirmed.</summary>
    public int Unwritten => _writer.Unwritten;

    /// <summary>Opens it. It connects with the first write.</summary>
    /// <param name="redis">Where Redis is.</param>
    /// <param name="clock">What tells now, for how long keys are kept; null: the time of the newest event, as of a history that is replayed as it was.</param>
    /// <param name="logs">Where its log goes.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The options are unsound.</exception>
    public static OnlineDelivery Open(RedisOptions redis, TimeProvider? clock, ILoggerFactory logs) => new(redis, clock, TimeProvider.System, logs);

    /// <summary>Waits until all that was committed so far is stored, as long as Redis takes something: after a backlog that can be most of the store.</summary>
    /// <param name="silence">For how long Redis may take nothing.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <returns>Whether it is.</returns>
    public async Task<bool> FlushAsync(TimeSpan silence, CancellationToken cancel = default)
    {
        var (done, since) = (_writer.Done, _time.GetTimestamp());
        while (!_lanes.Keys.All(lane => lane.IsSettled))
        {
            if (_moving.IsCompleted) await _moving;
            if (_writer.Done is var now && now != done) (done, since) = (now, _time.GetTimestamp());
            if (_time.GetElapsedTime(since) > silence) return false;
            await Task.Delay(BetweenMoves / 10, _time, cancel);
        }
        return true;
    }

    /// <summary>Stops, when what its tasks left is stored or half a minute is over; what is then left is found by its marks the next time.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested) return;
        var began = _time.GetTimestamp();
        while (_lanes.Keys.Any(lane => !lane.IsOver) && !_moving.IsCompleted && _time.GetElapsedTime(began) < TimeSpan.FromSeconds(30))
            await Task.Delay(BetweenMoves / 10, _time);
        await _stop.CancelAsync();
        await _moving;
        if (_freshness is not null) await _freshness.DisposeAsync();
        await _writer.DisposeAsync();
        await _markers.DisposeAsync();
        _stop.Dispose();
    }

    internal DeliveryLane Open(ViewPlan view, int partition, int generation)
    {
        var lane = new DeliveryLane(view, partition, generation, _writer);
        _lanes.TryAdd(lane, true);
        return lane;
    }

    /// <summary>An event was taken in, of that time.</summary>
    internal void Observe(long newest) => _streamClock?.Observe(newest);

    /// <summary>All that came of a commit's events is on its way.</summary>
    /// <param name="oldestMs">When the first of them was published, in ms since 1970.</param>
    /// <param name="newestMs">When the last was.</param>
    internal void Committed(long oldestMs, long newestMs) => _freshness?.Committed(oldestMs, newestMs);

    private async Task MoveAllAsync()
    {
        try
        {
            while (true)
            {
                await Task.Delay(BetweenMoves, _time, _stop.Token);
                await MoveAsync();
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // It was closed.
        }
    }

    private async Task MoveAsync()
    {
        var done = _writer.Done;        // before the report, which then has all of them that were torn
        foreach (var (view, keys) in _writer.TakeReport().Torn)
        {
            foreach (var lane in _lanes.Keys.Where(lane => ReferenceEquals(lane.View, view))) lane.Tear([.. keys]);
        }
        DeliveryLane[] lanes = [.. _lanes.Keys];
        if (lanes.Length == 0) return;
        MarkerMove[] moves = [.. lanes.Select(lane => lane.NextMove(done))];
        try
        {
            var moved = await _markers.MoveAsync(moves, _stop.Token);
            for (var at = 0; at < lanes.Length; at++)
            {
                var before = moved.Before[at];
                if (lanes[at].Moved(before, moved.IsSameServer)) Log.RewritingTiles(_log, lanes[at].Name, moves[at].From, before, moved.IsSameServer ? "the same server" : "one that has started since");
                if (lanes[at].IsOver) _lanes.TryRemove(lanes[at], out _);
            }
            if (_isFaulty) Log.MarksMoveAgain(_log);
            _isFaulty = false;
        }
        catch (OnlineStoreException fault)
        {
            if (!_isFaulty) Log.MarksStandStill(_log, fault.Message);
            _isFaulty = true;
        }
    }
}
