using System.Diagnostics;
using SmartKart.Kafka.Native.LibRdKafka;

namespace SmartKart.Kafka;

/// <summary>
/// The transactions of one producer: what it sends between <see cref="Begin"/> and <see cref="Commit"/>, and the offsets it read up to,
/// become visible together or not at all. Same thread as the producer.
/// </summary>
/// <remarks>
/// Each call throws a <see cref="KafkaAbortableException"/> or a <see cref="KafkaDeliveryException"/> where the transaction must be
/// aborted, a <see cref="KafkaRetriableException"/> where the same call may be made again, and a <see cref="KafkaFatalException"/>
/// where the producer is done for, as when another took its <c>transactional.id</c> over.
/// </remarks>
public sealed unsafe class ProducerTransactions
{
    /// <summary>How long a call waits unless told otherwise.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(500);
    private readonly NativeClient _client;
    private readonly DeliveryReports _reports;
    private readonly Action<CancellationToken> _flush;

    internal ProducerTransactions(NativeClient client, DeliveryReports reports, Action<CancellationToken> flush) =>
        (_client, _reports, _flush) = (client, reports, flush);

    /// <summary>A transaction was begun, and neither committed nor aborted.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>
    /// Claims the <c>transactional.id</c>, once, before the first transaction: an older producer of that id is fenced, and what it left
    /// open is aborted.
    /// </summary>
    /// <param name="timeout">How long to wait for the broker; 60 s unless given.</param>
    /// <param name="cancellation">Stops the wait; the call can be made again.</param>
    public void Initialize(TimeSpan? timeout = null, CancellationToken cancellation = default) =>
        Resume(ms => ProducerApi.InitTransactions(_client.Handle, ms), "claiming the transactional.id", timeout, cancellation);

    /// <summary>Begins a transaction.</summary>
    public void Begin()
    {
        KafkaErrors.ThrowIfError(ProducerApi.BeginTransaction(_client.Handle), "beginning a transaction");
        IsOpen = true;
    }

    /// <summary>
    /// Makes a group's offsets part of the transaction. Waits for the broker, and can't be cancelled while it does; another thread than
    /// the producer's may do that, while records are sent.
    /// </summary>
    /// <param name="offsets">Per partition, the next offset to read.</param>
    /// <param name="group">The consumer's, from <see cref="BatchConsumer.GroupMetadata"/>; a member that lost its place is fenced by it.</param>
    /// <param name="timeout">How long to wait for the broker; 60 s unless given.</param>
    public void SendOffsets(IEnumerable<TopicPartitionOffset> offsets, ConsumerGroupMetadata group, TimeSpan? timeout = null)
    {
        using var list = new PartitionList(offsets);
        SendOffsets(list, group, timeout);
    }

    /// <inheritdoc cref="SendOffsets(IEnumerable{TopicPartitionOffset}, ConsumerGroupMetadata, TimeSpan?)"/>
    /// <param name="offsets">Per partition, the next offset to read, and a note that is committed with it.</param>
    /// <param name="group">As there.</param>
    /// <param name="timeout">As there.</param>
    public void SendOffsets(IEnumerable<OffsetAndMetadata> offsets, ConsumerGroupMetadata group, TimeSpan? timeout = null)
    {
        using var list = new PartitionList(offsets);
        SendOffsets(list, group, timeout);
    }

    /// <summary>Waits until every record is delivered, and commits.</summary>
    /// <param name="timeout">How long to wait for the broker; 60 s unless given.</param>
    /// <param name="cancellation">Stops the wait; the outcome is then open until the call is made again.</param>
    public void Commit(TimeSpan? timeout = null, CancellationToken cancellation = default)
    {
        _flush(cancellation);
        Resume(ms => ProducerApi.CommitTransaction(_client.Handle, ms), "committing the transaction", timeout, cancellation);
        IsOpen = false;
    }

    /// <summary>Takes back what the transaction sent: records still in the queue are dropped, those delivered are never seen by readers of committed records.</summary>
    /// <param name="timeout">How long to wait for the broker; 60 s unless given.</param>
    /// <param name="cancellation">Stops the wait; the call can be made again.</param>
    public void Abort(TimeSpan? timeout = null, CancellationToken cancellation = default)
    {
        _reports.IsAborting = true;
        try
        {
            Resume(ms => ProducerApi.AbortTransaction(_client.Handle, ms), "aborting the transaction", timeout, cancellation);
            _reports.Forget();
            IsOpen = false;
        }
        finally
        {
            _reports.IsAborting = false;
        }
    }

    private void SendOffsets(in PartitionList offsets, ConsumerGroupMetadata group, TimeSpan? timeout)
    {
        var error = ProducerApi.SendOffsets(_client.Handle, offsets.Native, group.Handle, (int)(timeout ?? DefaultTimeout).TotalMilliseconds);
        KafkaErrors.ThrowIfError(error, "sending offsets to the transaction");
    }

    // librdkafka goes on with a call that timed out when it is made again, so short waits let a cancellation in. A claim that waits for the broker to
    // take back what an earlier producer left open says that in place of the time-out.
    private void Resume(Func<int, nint> call, string doing, TimeSpan? timeout, CancellationToken cancellation)
    {
        var limit = timeout ?? DefaultTimeout;
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var left = limit - Stopwatch.GetElapsedTime(began);
            var slice = left < Slice ? left : Slice;
            var error = call(Math.Max(1, (int)slice.TotalMilliseconds));
            _client.ThrowPending();
            if (error == 0) return;
            var fault = KafkaErrors.Take(error, doing);
            if (fault is not KafkaRetriableException { Code: KafkaErrorCode.TimedOut or KafkaErrorCode.ConcurrentTransactions } || left <= Slice) throw fault;
        }
    }
}
