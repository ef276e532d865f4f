using System.Threading.Channels;
using SmartKart.Serving.Models;
using SmartKart.Serving.Recommending;
using SmartKart.Serving.Visitors;

namespace SmartKart.Serving.Shadowing;

/// <summary>
/// Lists to be made in the shadow of answers: a few at once, behind the requests, which never wait for them. No more than a bound of them wait or are made at
/// once; what is beyond is dropped and counted. Thread safe.
/// </summary>
internal sealed class ShadowQueue : IAsyncDisposable
{
    // A quarter of the processors at most: the answers need them.
    private static readonly int AtOnce = Math.Max(1, Environment.ProcessorCount / 4);

    private readonly Func<Shadow, CancellationToken, Task> _make;
    private readonly ShadowMetrics _metrics;
    private readonly Channel<Shadow> _waiting = Channel.CreateUnbounded<Shadow>();      // bounded by the count
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _making;
    private int _count;

    /// <param name="make">Makes one; it throws nothing but that it was stopped.</param>
    /// <param name="metrics">Told of what is dropped.</param>
    public ShadowQueue(Func<Shadow, CancellationToken, Task> make, ShadowMetrics metrics)
    {
        (_make, _metrics) = (make, metrics);
        _making = Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(MakeAllAsync)));
    }

    /// <summary>How many wait or are being made.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Has a list made once there is time, or drops it. It returns at once.</summary>
    /// <param name="candidate">Who makes it; a version that has been closed meanwhile makes none.</param>
    /// <param name="most">How many may wait or be made at once, this one included.</param>
    /// <param name="query">What was asked for.</param>
    /// <param name="visitor">Who asked.</param>
    /// <param name="answered">What was answered.</param>
    public void Offer(ServedModel candidate, int most, RecommendationQuery query, Visitor visitor, IReadOnlyList<ListedProduct> answered)
    {
        if (Interlocked.Increment(ref _count) > most)
        {
            Interlocked.Decrement(ref _count);
            _metrics.Dropped(candidate);
            return;
        }
        if (!candidate.TryEnter()) Interlocked.Decrement(ref _count);
        else if (!_waiting.Writer.TryWrite(new Shadow(candidate, query, visitor, answered))) Done(candidate);      // it is being stopped
    }

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _stop.CancelAsync();
        await _making;
        _stop.Dispose();
    }

    private async Task MakeAllAsync()
    {
        await foreach (var shadow in _waiting.Reader.ReadAllAsync())
        {
            try
            {
                if (!_stop.IsCancellationRequested) await _make(shadow, _stop.Token);
            }
            catch (OperationCanceledException)
            {
                // The rest is let go of.
            }
            finally
            {
                Done(shadow.Candidate);
            }
        }
    }

    private void Done(ServedModel candidate)
    {
        candidate.Leave();
        Interlocked.Decrement(ref _count);
    }
}
