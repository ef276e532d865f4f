using System.Globalization;
using Microsoft.Extensions.Logging;
using SmartKart.Kafka;

namespace SmartKart.Streams.Producing;

/// <summary>
/// The producer of one thread. Under exactly once it opens a transaction with the first record after a commit, so that an idle thread
/// has none. Owned by the thread.
/// </summary>
internal sealed class StreamsProducer : IDisposable
{
    // A transaction that is open for so long after its commit was due belongs to a process that died, and holds readers up. As Kafka Streams.
    private static readonly TimeSpan TransactionTimeout = TimeSpan.FromSeconds(10);

    private readonly BatchProducer _producer;
    private Task _sendingOffsets = Task.CompletedTask;

    private StreamsProducer(BatchProducer producer, bool isTransactional) => (_producer, IsTransactional) = (producer, isTransactional);

    public bool IsTransactional { get; }

    /// <summary>How far the changelogs go that this thread writes.</summary>
    public OffsetTracking Offsets => _producer.Offsets;

    /// <summary>Is told, as it is sent, of each record that can never be written; what it throws comes out there.</summary>
    public Action<DeliveryFailure>? Refused
    {
        set => _producer.Refused = value;
    }

    /// <summary>Something was sent since the last commit, and is not visible yet.</summary>
    public bool IsTransactionOpen => _producer.Transactions.IsOpen;

    /// <param name="kafka">Where the cluster is.</param>
    /// <param name="transactionalId">What fences an older life of the thread; null for at least once.</param>
    /// <param name="commitInterval">How often the thread commits.</param>
    /// <param name="clientId">How the thread calls itself.</param>
    /// <param name="logger">Where the client's log goes.</param>
    public static StreamsProducer Open(KafkaConfiguration kafka, string? transactionalId, TimeSpan commitInterval, string clientId, ILogger logger)
    {
        var settings = kafka.With("client.id", clientId);
        if (transactionalId is not null)
        {
            settings = settings.With("transactional.id", transactionalId);
            if (!settings.Settings.ContainsKey("transaction.timeout.ms")) settings = settings.With("transaction.timeout.ms", TimeoutMs(commitInterval));
        }
        return new StreamsProducer(BatchProducer.Open(settings, logger), transactionalId is not null);
    }

    /// <summary>Claims the transactional id: what an older life left open is aborted. Nothing under at least once.</summary>
    public void Initialize(CancellationToken cancellation)
    {
        if (IsTransactional) _producer.Transactions.Initialize(cancellation: cancellation);
    }

    /// <summary>Hands a batch over. Where the producer's queue is full it waits: the broker decides how fast a thread is.</summary>
    public void Send(ProducerBatch batch)
    {
        if (batch.Count == 0) return;
        BeginIfNeeded();
        _producer.Send(batch, CancellationToken.None); // a record that was processed must be sent, also while stopping
    }

    /// <summary>Lets delivery reports in; nothing where none are due.</summary>
    public void Poll()
    {
        if (_producer.OutstandingRecords > 0) _producer.Poll(TimeSpan.Zero);
    }

    /// <summary>Waits until every record is acknowledged.</summary>
    /// <exception cref="KafkaDeliveryException">Some never will be.</exception>
    public void Flush() => _producer.Flush(CancellationToken.None);

    /// <summary>
    /// Begins to take the offsets up to which was read into the transaction. That is two of the broker's answers one after the other, so it
    /// goes on by itself while the thread writes the rest of what it commits. How it ended <see cref="CommitTransaction"/> tells.
    /// </summary>
    /// <param name="offsets">Per partition the next to read, with its time; left as they are until the transaction has ended.</param>
    /// <param name="consumer">Whose member is fenced where its partitions went to another.</param>
    public void BeginSendOffsets(IReadOnlyList<OffsetAndMetadata> offsets, BatchConsumer consumer)
    {
        if (offsets.Count == 0) return;
        BeginIfNeeded();
        var group = consumer.GroupMetadata();
        _sendingOffsets = Task.Run(() =>
        {
            using (group) _producer.Transactions.SendOffsets(offsets, group);
        });
    }

    /// <summary>Commits the transaction, with the offsets that were sent.</summary>
    public void CommitTransaction()
    {
        var sending = _sendingOffsets;
        _sendingOffsets = Task.CompletedTask;
        sending.GetAwaiter().GetResult();      // a stream thread waits for the broker's answers, here as in the commit
        if (IsTransactionOpen) _producer.Transactions.Commit(cancellation: CancellationToken.None);
    }

    /// <summary>Takes back what was sent since the last commit.</summary>
    public void AbortTransaction()
    {
        EndSendingOffsets();
        if (IsTransactionOpen) _producer.Transactions.Abort(cancellation: CancellationToken.None);
    }

    public void Dispose()
    {
        EndSendingOffsets();
        _producer.Dispose();
    }

    private static string TimeoutMs(TimeSpan commitInterval) => ((long)(commitInterval + TransactionTimeout).TotalMilliseconds).ToString(CultureInfo.InvariantCulture);

    // librdkafka does one thing of a transaction at a time. What became of the offsets matters no more.
    private void EndSendingOffsets()
    {
        _ = Task.WaitAny(_sendingOffsets);
        _sendingOffsets = Task.CompletedTask;
    }

    private void BeginIfNeeded()
    {
        if (IsTransactional && !IsTransactionOpen) _producer.Transactions.Begin();
    }
}
