using System.Globalization;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using SmartKart.Kafka;
using SmartKart.Serving.Telemetry;

namespace SmartKart.Serving.Events;

/// <summary>
/// Sends events to their topics, in batches, behind the requests that gave them. What the cluster doesn't take at once is held and sent again: up to
/// <see cref="HeldMax"/> events and <see cref="HeldFor"/>; beyond that events are refused, so that none is taken and lost. Thread safe.
/// </summary>
internal sealed class EventPublisher : IAsyncDisposable
{
    /// <summary>How many events wait at most.</summary>
    public const int HeldMax = 200_000;

    /// <summary>How long a cluster may be away before what waits is given up.</summary>
    public static readonly TimeSpan HeldFor = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan ClosingPatience = TimeSpan.FromSeconds(10);

    private readonly BatchProducer _producer;
    private readonly ServingMetrics _metrics;
    private readonly ILogger _log;
    private readonly Channel<EncodedEvent> _waiting = Channel.CreateUnbounded<EncodedEvent>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Dictionary<string, ProducerBatch> _batches = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _sending;
    private long _held;         // in the channel; what the producer holds it bounds itself
    private long _toldFailed;

    public EventPublisher(KafkaConfiguration kafka, ServingMetrics metrics, ILogger log)
    {
        (_metrics, _log) = (metrics, log);
        var heldForMs = ((long)HeldFor.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        _producer = BatchProducer.Open(
            kafka.With("linger.ms", "5").With("message.timeout.ms", heldForMs)
                .With("queue.buffering.max.messages", HeldMax.ToString(CultureInfo.InvariantCulture)), log);
        _sending = Task.Run(SendAllAsync);
    }

    /// <summary>Takes events, all or none.</summary>
    /// <returns>False where too many wait: the cluster has been away for long.</returns>
    public bool TryPublish(IReadOnlyList<EncodedEvent> events)
    {
        if (Interlocked.Add(ref _held, events.Count) > HeldMax)
        {
            Interlocked.Add(ref _held, -events.Count);
            return false;
        }
        foreach (var each in events) _waiting.Writer.TryWrite(each);       // it takes any number: the bound was held to above
        foreach (var topic in events.CountBy(each => each.Topic)) _metrics.Taken(topic.Key, topic.Value);
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        _stop.CancelAfter(ClosingPatience);
        await _sending;
        _producer.Dispose();
        _stop.Dispose();
    }

    private async Task SendAllAsync()
    {
        try
        {
            while (await ComesAsync())
            {
                while (_waiting.Reader.TryRead(out var each))
                {
                    Add(each);
                    Interlocked.Decrement(ref _held);
                }
                foreach (var batch in _batches.Values) _producer.Send(batch, _stop.Token);
                _producer.Poll(TimeSpan.Zero);
                TellLost();
            }
            _producer.Flush(_stop.Token);
        }
        catch (OperationCanceledException)
        {
            Log.EventsUnsent(_log, _producer.OutstandingRecords + _waiting.Reader.Count);
        }
        catch (KafkaException fault)
        {
            Log.EventsLost(_log, fault, _producer.FailedRecords + _waiting.Reader.Count);
        }
    }

    // Delivery reports must be served while nothing comes, too.
    private async Task<bool> ComesAsync()
    {
        var next = _waiting.Reader.WaitToReadAsync().AsTask();
        while (!next.IsCompleted)
        {
            if (_producer.OutstandingRecords == 0 && _producer.FailedRecords == _toldFailed) return await next;
            await Task.WhenAny(next, Task.Delay(Linger));
            _producer.Poll(TimeSpan.Zero);
            TellLost();
        }
        return await next;
    }

    private void Add(EncodedEvent each)
    {
        if (!_batches.TryGetValue(each.Topic, out var batch)) _batches[each.Topic] = batch = new ProducerBatch(each.Topic);
        batch.Add(each.Key, each.Value);
    }

    private void TellLost()
    {
        if (_producer.FailedRecords == _toldFailed) return;
        var lost = _producer.FailedRecords - _toldFailed;
        _toldFailed = _producer.FailedRecords;
        _metrics.Lost(lost);
        Log.EventsGivenUp(_log, lost, HeldFor);
    }
}
