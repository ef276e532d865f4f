using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SmartKart.Kafka.Native.LibRdKafka;

namespace SmartKart.Kafka;

/// <summary>
/// Produces records by the batch, at 0 bytes allocated per record. One thread at a time: librdkafka sends from threads of its own, and
/// tells what became of the records whenever this one calls <see cref="Send"/>, <see cref="Poll"/> or <see cref="Flush"/>. Hot path.
/// </summary>
/// <remarks>
/// Unless the configuration says otherwise it is idempotent (no duplicate, no reordering by retries), and partitions by key as
/// Kafka's Java clients do, so that topics written by either are co-partitioned.
/// </remarks>
public sealed unsafe class BatchProducer : IDisposable, INativeCallbacks
{
    private static readonly TimeSpan PollSlice = TimeSpan.FromMilliseconds(100);
    private const int PurgeEverything = 0x1 | 0x2; // RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT
    private const ProduceFlags ByPartition = ProduceFlags.Copy | ProduceFlags.PartitionFromMessage;
    private readonly NativeClient _client;
    private readonly DeliveryReports _reports = new();
    private readonly Dictionary<string, TopicHandle> _topics = [];
    private readonly SingleRecordCalls _singleCalls;
    private readonly HashSet<string> _metTopics = [];
    private readonly HashSet<string> _topicsToMeet = [];     // sent to since the last flush
    private long _abortedAtFlush;

    private BatchProducer(KafkaConfiguration configuration, ILogger logger)
    {
        _client = NativeClient.Open(ClientType.Producer, configuration, logger, this);
        _singleCalls = new SingleRecordCalls(_client);
        Transactions = new ProducerTransactions(_client, _reports, Flush);
    }

    /// <summary>librdkafka's name for this producer, such as <c>smartkart#producer-1</c>.</summary>
    public string Name => _client.Name;

    /// <summary>Records taken by <see cref="Send"/> so far.</summary>
    public long AcceptedRecords => _reports.Accepted;

    /// <summary>Records that the broker acknowledged.</summary>
    public long DeliveredRecords => _reports.Delivered;

    /// <summary>Records that were given up, those refused at once included.</summary>
    public long FailedRecords => _reports.Failed;

    /// <summary>Records of which nothing is known yet.</summary>
    public long OutstandingRecords => _reports.Outstanding;

    /// <summary>How far the acknowledged records reached in the partitions that are tracked.</summary>
    public OffsetTracking Offsets => _reports.Offsets;

    /// <summary>Transactions, for a producer with a <c>transactional.id</c>.</summary>
    public ProducerTransactions Transactions { get; }

    /// <summary>Opens a producer. It connects in the background.</summary>
    /// <param name="configuration">Its settings.</param>
    /// <param name="logger">Where librdkafka's log goes; null drops it.</param>
    /// <exception cref="KafkaLibraryException">librdkafka is missing.</exception>
    /// <exception cref="KafkaConfigurationException">librdkafka refuses a setting.</exception>
    public static BatchProducer Open(KafkaConfiguration configuration, ILogger? logger = null) => new(
        configuration.WithDefault("enable.idempotence", "true").WithDefault("partitioner", "murmur2_random"),
        logger ?? NullLogger.Instance);

    /// <summary>
    /// Is told, inside <see cref="Send"/>, of each record that can never be sent, and decides: then it is no failed delivery, and a
    /// transaction goes on without it. What it throws, Send throws. Null: it is one.
    /// </summary>
    public Action<DeliveryFailure>? Refused { get; set; }

    /// <summary>
    /// Hands the batch over and clears it. Where the producer's queue is full it waits for room. A record that can never be sent (too
    /// large, no such partition) counts as a failed delivery and does not hold the others up.
    /// </summary>
    /// <exception cref="OperationCanceledException">While it waited; the batch keeps what was not handed over and can be sent again.</exception>
    /// <exception cref="KafkaException">The producer can take no records: it is outside a transaction, or dead.</exception>
    public void Send(ProducerBatch batch, CancellationToken cancellation = default)
    {
        if (batch.Count == 0) return;
        var topic = TopicOf(batch.Topic);
        var records = batch.PointIntoBytes();
        while (batch.Sent < batch.Count)
        {
            var taken = batch.NeedsSingleCalls || IsToMeet(batch.Topic)
                ? _singleCalls.Produce(topic, batch, records)
                : ProducerApi.ProduceBatch(topic, ProducerBatch.AnyPartition, ByPartition, records + batch.Sent, batch.Count - batch.Sent);
            _reports.Accept(taken);
            if (taken == batch.Count - batch.Sent) break;
            batch.Sent = AfterTheTaken(batch, records);
            if (batch.Sent < batch.Count) WaitForRoom(cancellation);
        }
        batch.Clear();
        Poll(TimeSpan.Zero);
    }

    /// <summary>Serves delivery reports, statistics and errors, waiting for the first as long as given.</summary>
    public void Poll(TimeSpan timeout)
    {
        _ = ClientApi.Poll(_client.Handle, (int)timeout.TotalMilliseconds);
        _client.ThrowPending();
    }

    /// <summary>Waits until it is known of every record what became of it.</summary>
    /// <exception cref="KafkaDeliveryException">Some were not delivered, now or since the last call that said so.</exception>
    /// <exception cref="KafkaFatalException">The producer can do no more.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled; the records are still on their way.</exception>
    public void Flush(CancellationToken cancellation = default)
    {
        // librdkafka's flush may return before the last reports were served: the count decides.
        while (_reports.Outstanding > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            _ = ProducerApi.Flush(_client.Handle, (int)PollSlice.TotalMilliseconds);
            _client.ThrowPending();
        }
        _client.ThrowIfFatal("flushing");
        _reports.ThrowFailures(Transactions.IsOpen);
        MeetTopics();
    }

    /// <summary>Stops at once: what was not flushed is not sent, and the log tells how much that was.</summary>
    public void Dispose()
    {
        if (_client.Handle.IsClosed) return;
        if (_reports.Outstanding > 0 && !Transactions.IsOpen)
            Log.DisposedWithUndeliveredRecords(_client.Logger, Name, _reports.Outstanding);
        if (_reports.Untold > 0) Log.DisposedWithFailedDeliveries(_client.Logger, Name, _reports.Untold);
        _ = ProducerApi.Purge(_client.Handle, PurgeEverything);
        foreach (var topic in _topics.Values) topic.Dispose();
        _client.Dispose();
    }

    void INativeCallbacks.Delivered(NativeMessage* message) => _reports.Report(message);

    void INativeCallbacks.Rebalanced(KafkaErrorCode code, NativeTopicPartitionList* partitions) =>
        throw new UnreachableException("A producer has no group.");

    void INativeCallbacks.Committed(KafkaErrorCode code) => throw new UnreachableException("A producer has no group.");

    /// <summary>Where to go on: the first record for which there was no room. Those refused for good are noted as failed.</summary>
    private int AfterTheTaken(ProducerBatch batch, NativeMessage* records)
    {
        for (var at = batch.Sent; at < batch.Count; at++)
        {
            var code = (KafkaErrorCode)records[at].Error;
            switch (code)
            {
                case KafkaErrorCode.None:
                    break;
                case KafkaErrorCode.QueueFull:
                    return at;
                case var refused when DeliveryReports.IsRefusal(refused):
                    Refuse(batch, records, at);
                    break;
                default:
                    batch.Sent = at;
                    _client.ThrowIfError((int)code, $"producing to {batch.Topic}");
                    break;
            }
        }
        return batch.Count;
    }

    private void Refuse(ProducerBatch batch, NativeMessage* records, int at)
    {
        if (Refused is null)
        {
            _reports.Refuse(batch.Topic, records + at);
            return;
        }
        batch.Sent = at; // should the handler throw
        Refused(DeliveryReports.FailureOf(batch.Topic, records + at));
    }

    // librdkafka's batch call takes a named partition of a topic that it does not know yet into the transaction as partition -1, which
    // the broker refuses again and again until the transaction times out (rd_kafka_produce_batch, 2.15.1). The call for single records doesn't.
    private bool IsToMeet(string topic)
    {
        if (!Transactions.IsOpen || _metTopics.Contains(topic)) return false;
        _topicsToMeet.Add(topic);
        return true;
    }

    // A topic is known once a record of it was acknowledged: here all were, unless an abort took some back.
    private void MeetTopics()
    {
        if (_reports.Aborted == _abortedAtFlush) _metTopics.UnionWith(_topicsToMeet);
        _topicsToMeet.Clear();
        _abortedAtFlush = _reports.Aborted;
    }

    private void WaitForRoom(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Poll(PollSlice);
        _client.ThrowIfFatal("waiting for room in the producer's queue");
    }

    private TopicHandle TopicOf(string name)
    {
        if (_topics.TryGetValue(name, out var known)) return known;
        var topic = ProducerApi.NewTopic(_client.Handle, name, configuration: 0);
        if (topic.IsInvalid)
            throw new KafkaRequestException(
                $"librdkafka refuses the topic '{name}'. A name has 1 to 249 of a–z, A–Z, 0–9, '.', '_' and '-'.", KafkaErrorCode.InvalidTopic);
        topic.KeepAlive(_client.Handle);
        return _topics[name] = topic;
    }
}
