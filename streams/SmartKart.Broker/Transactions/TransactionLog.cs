using System.Buffers;
using System.Buffers.Binary;
using SmartKart.Broker.Protocol;
using SmartKart.Broker.Storage;
using SmartKart.Broker.Topics;

namespace SmartKart.Broker.Transactions;

/// <summary>
/// The compacted topic <c>__transaction_state</c>: under each transactional id, what is known of it last. Whatever is acted
/// upon was durable here first.
/// </summary>
internal sealed class TransactionLog(Partition partition, TimeProvider time)
{
    private readonly Lock _lock = new();                // guards the buffers; around the log's own lock
    private readonly RecordBatchWriter _batch = new();
    private readonly ArrayBufferWriter<byte> _key = new();
    private readonly ArrayBufferWriter<byte> _value = new();

    /// <summary>The folder of the topic's one partition.</summary>
    public string DirectoryPath => partition.Log.DirectoryPath;

    /// <param name="transactionalId">Whose.</param>
    /// <param name="transaction">Null to forget it.</param>
    /// <returns>None, or TooLarge where it has more partitions than a batch can name.</returns>
    /// <exception cref="LogWriteException">The disk refused; nothing was stored.</exception>
    /// <exception cref="LogFlushException">The disk failed before.</exception>
    public AppendFault Append(string transactionalId, Transaction? transaction)
    {
        var nowMs = time.GetUtcNow().ToUnixTimeMilliseconds();
        lock (_lock)
        {
            Encode(_key, TransactionLogKey.Version, new TransactionLogKey { TransactionalId = transactionalId });
            _value.ResetWrittenCount();
            if (transaction is not null) Encode(_value, TransactionLogValue.Version, TransactionLogValue.Of(transaction));
            _batch.Begin(new BatchHeader { BaseTimestamp = nowMs });
            _batch.Append(nowMs, _key.WrittenSpan, _value.WrittenSpan, hasValue: transaction is not null);
            return partition.Log.Append(_batch.Finish().Span, Partition.LeaderEpoch, AppendSource.Coordinator).Fault;
        }
    }

    /// <summary>Completes when all that was appended is durable.</summary>
    public Task DurableAsync() => partition.Log.DurableAsync();

    /// <summary>What is known of every id, last. Durable, even where the process that wrote it did not live to see that.</summary>
    /// <exception cref="CorruptLogException">A record is not what was written.</exception>
    public Dictionary<string, Transaction> Replay()
    {
        partition.Log.Flush();
        var transactions = new Dictionary<string, Transaction>(StringComparer.Ordinal);
        foreach (var segment in partition.Log.Segments)
        {
            using var batches = new SegmentBatches(segment, CancellationToken.None);
            while (batches.TryNext(out var batch))
                foreach (var record in batch)
                    Replay(record, segment, batch.BaseOffset, transactions);
        }
        return transactions;
    }

    private static void Replay(in Record record, Segment segment, long offset, Dictionary<string, Transaction> transactions)
    {
        try
        {
            var key = Decode<TransactionLogKey>(record.Key, TransactionLogKey.Version).TransactionalId;
            if (record.HasValue) transactions[key] = Decode<TransactionLogValue>(record.Value, TransactionLogValue.Version).ToTransaction();
            else transactions.Remove(key);
        }
        catch (ProtocolException fault)
        {
            throw new CorruptLogException(segment.LogPath,
                $"the record at offset {offset} is no transaction's state: {fault.Message} " +
                "Restore the file; or delete the topic's folder: open transactions then stay open.", fault);
        }
    }

    private static void Encode<T>(ArrayBufferWriter<byte> output, short version, T message) where T : class, IMessage
    {
        output.ResetWrittenCount();
        BinaryPrimitives.WriteInt16BigEndian(output.GetSpan(sizeof(short)), version);
        output.Advance(sizeof(short));
        MessageWriter.Write(output, message, version, flexible: false);
    }

    private static T Decode<T>(ReadOnlySpan<byte> bytes, short version) where T : class, IMessage, new()
    {
        if (bytes.Length < sizeof(short) || BinaryPrimitives.ReadInt16BigEndian(bytes) != version)
            throw new ProtocolException("the record is of another version", typeof(T).Name, version, field: null, offset: 0);
        var message = new T();
        MessageReader.Read(new ReadOnlySequence<byte>(bytes[sizeof(short)..].ToArray()), version, flexible: false, message);
        return message;
    }
}
