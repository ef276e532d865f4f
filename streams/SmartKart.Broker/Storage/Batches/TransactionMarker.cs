using System.Buffers.Binary;

namespace SmartKart.Broker.Storage;

/// <summary>
/// The end of a transaction in one partition: Kafka's EndTransactionMarker, a control batch of one record. Numbers are big-endian.
/// <code>
///        ┌─────────┬───────────────┐          ┌─────────┬───────────────────┐
///  key:  │ version │ type          │   value: │ version │ coordinator epoch │
///        │ int16 0 │ int16         │          │ int16 0 │ int32             │
///        │         │ 0 abort       │          │         │                   │
///        │         │ 1 commit      │          │         │                   │
///        └─────────┴───────────────┘          └─────────┴───────────────────┘
/// </code>
/// </summary>
internal static class TransactionMarker
{
    private const int KeyBytes = 4, ValueBytes = 6, TypeAt = 2, CoordinatorEpochAt = 2;
    private const short Abort = 0, Commit = 1, TransactionalControl = 0x30;

    /// <summary>Writes a marker as the only batch of <paramref name="writer"/>.</summary>
    /// <returns>Valid until the writer is used again; may be appended.</returns>
    public static Memory<byte> Write(RecordBatchWriter writer, long producerId, short producerEpoch, bool committed, int coordinatorEpoch, long timestampMs)
    {
        Span<byte> key = stackalloc byte[KeyBytes];
        Span<byte> value = stackalloc byte[ValueBytes];
        key.Clear();
        value.Clear();
        BinaryPrimitives.WriteInt16BigEndian(key[TypeAt..], committed ? Commit : Abort);
        BinaryPrimitives.WriteInt32BigEndian(value[CoordinatorEpochAt..], coordinatorEpoch);
        writer.Begin(new BatchHeader
        {
            ProducerId = producerId, ProducerEpoch = producerEpoch, Attributes = TransactionalControl, BaseTimestamp = timestampMs,
        });
        writer.Append(timestampMs, key, value);
        return writer.Finish();
    }

    /// <returns>False where the batch ends no transaction: data, another control record, or a control batch that compaction emptied.</returns>
    public static bool TryRead(in RecordBatch batch, out bool committed)
    {
        committed = false;
        if (!batch.IsControl) return false;
        foreach (var record in batch)
        {
            if (record.Key.Length < KeyBytes) return false;
            var type = BinaryPrimitives.ReadInt16BigEndian(record.Key[TypeAt..]);
            committed = type == Commit;
            return type is Abort or Commit;
        }
        return false;
    }
}
