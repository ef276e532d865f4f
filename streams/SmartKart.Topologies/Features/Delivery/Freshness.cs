using System.Collections.Concurrent;
using SmartKart.FeatureStore.Online;
using SmartKart.Topologies.Telemetry;

namespace SmartKart.Topologies.Features.Delivery;

/// <summary>
/// Measures how long it takes from an event's publishing, the time in its record, until Redis has confirmed what came of it. Of each commit two events count:
/// the last that it holds, which waited least, and the first, which waited for the commit as well; all others lie between. Tasks' threads tell it of
/// commits, and its own loop, which the writer wakes after each batch, sees which are stored.
/// </summary>
internal sealed class Freshness : IAsyncDisposable
{
    private readonly OnlineWriter _writer;
    private readonly TimeProvider _time;
    private readonly ConcurrentQueue<(long Taken, long OldestMs, long NewestMs)> _commits = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _measuring;

    public Freshness(OnlineWriter writer, TimeProvider time)
    {
        (_writer, _time) = (writer, time);
        _measuring = MeasureAsync();
    }

    /// <summary>All that came of a commit's events was given to the writer.</summary>
    /// <param name="oldestMs">When the first of them was published, in ms since 1970.</param>
    /// <param name="newestMs">When the last was.</param>
    public void Committed(long oldestMs, long newestMs)
    {
        if (oldestMs <= newestMs) _commits.Enqueue((_writer.LastTaken, oldestMs, newestMs));        // else it held no event
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _measuring;
        _stop.Dispose();
    }

    private async Task MeasureAsync()
    {
        try
        {
            while (true)
            {
                var progress = _writer.ProgressAsync();         // asked for before looking, so that none is missed
                Measure();
                await progress.WaitAsync(_stop.Token);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The delivery was closed.
        }
    }

    // Commits stand in the order in which they came to the writer, but for those of two threads at one moment: the later waits for the other then.
    private void Measure()
    {
        var now = _time.GetUtcNow().ToUnixTimeMilliseconds();
        while (_commits.TryPeek(out var commit) && _writer.IsDone(commit.Taken))
        {
            _commits.TryDequeue(out _);
            DeliveryMetrics.Delivered(TimeSpan.FromMilliseconds(now - commit.OldestMs), TimeSpan.FromMilliseconds(now - commit.NewestMs));
        }
    }
}
