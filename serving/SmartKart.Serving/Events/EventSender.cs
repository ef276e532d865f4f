using System.Globalization;
using Microsoft.Extensions.Logging;
using SmartKart.Kafka;
using SmartKart.Serving.Telemetry;

namespace SmartKart.Serving.Events;

/// <summary>
/// Events on their way to the cluster, by the batch, through a producer that is replaced when it can do no more. What that one had not taken is sent by the
/// next; what it had taken, and nobody acknowledged, is lost and counted. One thread at a time.
/// </summary>
internal sealed class EventSender : IDisposable
{
    private const int TriesMax = 2;     // of a batch: one that two producers refuse, each for all its records, is refused by any

    private readonly Func<KafkaConfiguration> _kafka;
    private readonly ServingMetrics _metrics;
    private readonly ILogger _log;
    private readonly Dictionary<string, ProducerBatch> _batches = new(StringComparer.Ordinal);
    private BatchProducer? _producer;
    private long _added;            // to batches since the producer was opened, and what was left of them then
    private long _toldFailed;
    private int _failures;          // of sending the batches, in a row

    /// <param name="kafka">The cluster's settings, asked for each time a producer is opened.</param>
    /// <param name="metrics">Told of what is lost.</param>
    /// <param name="log">So is this.</param>
    /// <exception cref="KafkaException">No producer can be opened with these settings.</exception>
    public EventSender(Func<KafkaConfiguration> kafka, ServingMetrics metrics, ILogger log)
    {
        (_kafka, _metrics, _log) = (kafka, metrics, log);
        Open();
    }

    /// <summary>Events that the producer has, and of which nothing is known yet.</summary>
    public long Outstanding => _producer?.OutstandingRecords ?? 0;

    /// <summary>Events that were added and are neither acknowledged nor lost: in batches, and with the producer.</summary>
    public long Unsent => InBatches + Outstanding;

    /// <summary>Events that were added and that no producer has.</summary>
    public long InBatches => _producer is { } producer ? _added - (producer.DeliveredRecords + producer.FailedRecords + producer.OutstandingRecords) : _added;

    /// <summary>Opens a producer in the place of one that was closed.</summary>
    /// <exception cref="KafkaException">It can't be opened.</exception>
    public void Open()
    {
        var heldForMs = ((long)EventPublisher.HeldFor.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        _producer = BatchProducer.Open(
            _kafka().With("linger.ms", "0").With("message.timeout.ms", heldForMs)
                .With("queue.buffering.max.messages", EventPublisher.HeldMax.ToString(CultureInfo.InvariantCulture)), _log);
        _toldFailed = 0;
    }

    /// <summary>Puts an event into its topic's batch.</summary>
    public void Add(EncodedEvent each)
    {
        if (!_batches.TryGetValue(each.Topic, out var batch)) _batches[each.Topic] = batch = new ProducerBatch(each.Topic);
        batch.Add(each.Key, each.Value);
        _added++;
    }

    /// <summary>Hands the batches over.</summary>
    /// <exception cref="KafkaException">The producer can do no more.</exception>
    /// <exception cref="OperationCanceledException">While it waited for room.</exception>
    public void Send(CancellationToken cancel)
    {
        foreach (var batch in _batches.Values) _producer!.Send(batch, cancel);      // it is open whenever events come
        _failures = 0;
        Poll();
    }

    /// <summary>Serves what became of events.</summary>
    public void Poll()
    {
        _producer!.Poll(TimeSpan.Zero);
        TellGivenUp();
    }

    /// <summary>Waits until it is known of each event what became of it.</summary>
    /// <exception cref="KafkaException">The producer can do no more.</exception>
    /// <exception cref="OperationCanceledException">While it waited.</exception>
    public void Flush(CancellationToken cancel)
    {
        try
        {
            _producer!.Flush(cancel);
        }
        catch (KafkaDeliveryException)
        {
            // They are told below, as a number.
        }
        TellGivenUp();
    }

    /// <summary>Closes a producer that can do no more, and counts what is lost with it.</summary>
    /// <returns>Whether it had ever delivered anything.</returns>
    public bool Close(KafkaException fault)
    {
        if (_producer is not { } producer) return false;
        var (lost, kept, hasDelivered) = (producer.FailedRecords - _toldFailed + producer.OutstandingRecords, InBatches, producer.DeliveredRecords > 0);
        if (++_failures >= TriesMax)
        {
            foreach (var batch in _batches.Values) batch.Clear();
            (lost, kept) = (lost + kept, 0);
        }
        _metrics.Lost(lost);
        Log.EventsLost(_log, fault, lost);
        producer.Dispose();
        (_producer, _added) = (null, kept);
        return hasDelivered;
    }

    public void Dispose() => _producer?.Dispose();

    private void TellGivenUp()
    {
        if (_producer!.FailedRecords == _toldFailed) return;
        var lost = _producer.FailedRecords - _toldFailed;
        _toldFailed = _producer.FailedRecords;
        _metrics.Lost(lost);
        Log.EventsGivenUp(_log, lost);
    }
}
