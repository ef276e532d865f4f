using System.Buffers.Binary;
using Microsoft.Extensions.Logging;
using SmartKart.Broker.Groups.Records;
using SmartKart.Broker.Protocol;
using SmartKart.Broker.Storage;
using SmartKart.Broker.Topics;

namespace SmartKart.Broker.Groups;

/// <summary>The log of all that groups must remember: appends changes, and reads them all back at start. From any thread.</summary>
internal sealed class OffsetsTopic(Partition partition, TimeProvider time, ILogger logger)
{
    private const short TransactionalBit = 16;
    private const int ReplayBytes = 1 << 20;

    private readonly Lock _lock = new();               // guards the writer; a leaf but for the log's own lock
    private readonly RecordBatchWriter _writer = new();

    /// <summary>Completes when what is appended so far is durable.</summary>
    public Task DurableAsync() => partition.Log.DurableAsync();

    /// <summary>Appends records as one batch: all of them are there after a crash, or none.</summary>
    /// <returns>The offset of the first, or why the log refused them.</returns>
    /// <exception cref="BrokerException">The disk refused, or failed.</exception>
    public AppendResult Append(IReadOnlyList<GroupRecord> records) => Append(records, new BatchHeader());

    /// <summary>Appends records that count when their producer's transaction is committed.</summary>
    public AppendResult Append(IReadOnlyList<GroupRecord> records, long producerId, short producerEpoch) =>
        Append(records, new BatchHeader { ProducerId = producerId, ProducerEpoch = producerEpoch, Attributes = TransactionalBit });

    /// <summary>Goes through the whole log, oldest first.</summary>
    /// <param name="record">Called for each record: its offset, its producer if it is part of a transaction, else −1.</param>
    /// <param name="marker">Called for each end of a transaction: the producer, and whether it was committed.</param>
    public void Replay(Action<GroupRecord, long, long> record, Action<long, bool> marker)
    {
        var log = partition.Log;
        var bytes = new System.Buffers.ArrayBufferWriter<byte>(ReplayBytes);
        for (var offset = log.LogStartOffset; offset < log.LogEndOffset;)
        {
            bytes.ResetWrittenCount();
            using (var read = log.Read(offset, ReplayBytes))
            {
                if (read.Slice.IsEmpty) return;
                read.Slice.CopyTo(bytes);
            }
            for (var rest = bytes.WrittenSpan; !rest.IsEmpty; rest = rest[(int)new RecordBatch(rest).TotalBytes..])
            {
                var batch = new RecordBatch(rest);
                offset = batch.NextOffset;
                Replay(batch, record, marker);
            }
        }
    }

    private void Replay(in RecordBatch batch, Action<GroupRecord, long, long> replayed, Action<long, bool> marker)
    {
        foreach (var record in batch)
        {
            var offset = batch.BaseOffset + record.OffsetDelta;
            try
            {
                if (batch.IsControl) marker(batch.ProducerId, BinaryPrimitives.ReadInt16BigEndian(record.Key[sizeof(short)..]) == 1);
                else if (RecordFormat.DecodeKey(record.Key) is not { } key) GroupLog.SkippedRecord(logger, offset);
                else
                {
                    var value = record.HasValue ? RecordFormat.DecodeValue(key.Type, record.Value) : null;
                    replayed(new GroupRecord(key, value), offset, batch.IsTransactional ? batch.ProducerId : -1);
                }
            }
            catch (Exception damage) when (damage is ProtocolException or ArgumentOutOfRangeException)
            {
                throw new CorruptLogException(partition.Log.DirectoryPath,
                    $"the record at offset {offset} of {partition.Id} is none that a group coordinator writes ({damage.Message}). " +
                    "Restore the data directory; deleting this partition's folder loses every group's committed offsets.", damage);
            }
        }
    }

    private AppendResult Append(IReadOnlyList<GroupRecord> records, in BatchHeader header)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        lock (_lock)
        {
            _writer.Begin(header with { BaseTimestamp = now });
            foreach (var (key, value) in records)
                _writer.Append(now, RecordFormat.Encode(key), value is null ? [] : RecordFormat.Encode(value), hasValue: value is not null);
            return partition.Log.Append(_writer.Finish().Span, Partition.LeaderEpoch, AppendSource.Coordinator);
        }
    }
}
