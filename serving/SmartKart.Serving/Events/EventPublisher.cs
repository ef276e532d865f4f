using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using SmartKart.Kafka;
using SmartKart.Serving.Telemetry;

namespace SmartKart.Serving.Events;

/// <summary>
/// Takes events and sends them to their topics behind the requests that gave them. What the cluster doesn't take at once is held and sent again: up to
/// <see cref="HeldMax"/> events and <see cref="HeldFor"/>. Beyond that, and while no producer can be opened, events are refused, so that none is taken and
/// lost. Thread safe.
/// </summary>
internal sealed class EventPublisher : IAsyncDisposable
{
    /// <summary>How many events wait at most.</summary>
    public const int HeldMax = 200_000;

    /// <summary>How long a cluster may be away before what waits is given up.</summary>
    public static readonly TimeSpan HeldFor = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan BetweenProducers = TimeSpan.FromSeconds(1);      // where the one before delivered nothing, or none can be opened
    private static readonly TimeSpan ClosingPatience = TimeSpan.FromSeconds(10);

    private readonly ServingMetrics _metrics;
    private readonly ILogger _log;
    private readonly EventSender _sender;       // the loop's
    private readonly Channel<EncodedEvent> _waiting = Channel.CreateUnbounded<EncodedEvent>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _sending;
    private long _held;         // in the channel; what the producer holds it bounds itself
    private volatile string? _fault;

    /// <param name="kafka">The cluster's settings, asked for each time a producer is opened.</param>
    /// <param name="metrics">Told of events.</param>
    /// <param name="log">Told of those that are lost.</param>
    public EventPublisher(Func<KafkaConfiguration> kafka, ServingMetrics metrics, ILogger log)
    {
        (_metrics, _log) = (metrics, log);
        _sender = new EventSender(kafka, metrics, log);
        _sending = Task.Run(SendAllAsync);
    }

    /// <summary>Why no event can be sent at the moment; null while they can.</summary>
    public string? Fault => _fault ?? _sending.Exception?.InnerException?.Message;

    /// <summary>Takes events, all or none.</summary>
    /// <param name="events">Which.</param>
    /// <param name="refusal">Why none is taken.</param>
    public bool TryPublish(IReadOnlyList<EncodedEvent> events, [NotNullWhen(false)] out string? refusal)
    {
        refusal = Fault is { } fault ? $"No event can be sent: {fault}" : null;
        if (refusal is null && Interlocked.Add(ref _held, events.Count) > HeldMax)
        {
            Interlocked.Add(ref _held, -events.Count);
            refusal = $"More than {HeldMax:N0} events wait for a cluster that takes none.";
        }
        if (refusal is null)
        {
            foreach (var each in events) _waiting.Writer.TryWrite(each);       // it takes any number: the bound was held to above
        }
        foreach (var topic in events.CountBy(each => each.Topic))
        {
            if (refusal is null) _metrics.Taken(topic.Key, topic.Value);
            else _metrics.Refused(topic.Key, topic.Value);
        }
        return refusal is null;
    }

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        _stop.CancelAfter(ClosingPatience);
        await _sending;
        _sender.Dispose();
        _stop.Dispose();
    }

    private async Task SendAllAsync()
    {
        try
        {
            for (var goesOn = true; goesOn;)
            {
                try
                {
                    goesOn = await ComesAsync();
                    if (goesOn) await Task.Delay(Linger);        // others come meanwhile; librdkafka, which can wait for them too, would poll all the time
                    while (_waiting.Reader.TryRead(out var each))
                    {
                        _sender.Add(each);
                        Interlocked.Decrement(ref _held);
                    }
                    _sender.Send(_stop.Token);
                    if (!goesOn) _sender.Flush(_stop.Token);
                }
                catch (KafkaException fault)
                {
                    await ReplaceAsync(fault);
                    goesOn = true;       // what is left is sent by the next
                }
            }
        }
        catch (OperationCanceledException)
        {
            var unsent = _sender.Unsent + Interlocked.Read(ref _held);
            _metrics.Lost(unsent);
            Log.EventsUnsent(_log, unsent);
        }
    }

    // Delivery reports must be served while nothing comes, too; and whether the producer is still one is known when there are none left.
    private async Task<bool> ComesAsync()
    {
        if (_sender.InBatches > 0) return true;      // what a producer left to the next
        var next = _waiting.Reader.WaitToReadAsync().AsTask();
        while (!next.IsCompleted && _sender.Outstanding > 0)
        {
            await Task.WhenAny(next, Task.Delay(Linger));
            _sender.Poll();
        }
        if (!next.IsCompleted) _sender.Flush(_stop.Token);
        return await next;
    }

    private async Task ReplaceAsync(KafkaException fault)
    {
        var isAtOnce = _sender.Close(fault);
        for (KafkaException? last = fault; last is not null;)
        {
            if (!isAtOnce)
            {
                _fault = last.Message;
                await Task.Delay(BetweenProducers, _stop.Token);
            }
            try
            {
                _sender.Open();
                (_fault, last) = (null, null);
            }
            catch (KafkaException refused)
            {
                if (refused.Message != _fault) Log.ProducerRefused(_log, refused);
                (last, isAtOnce) = (refused, false);
            }
        }
    }
}
