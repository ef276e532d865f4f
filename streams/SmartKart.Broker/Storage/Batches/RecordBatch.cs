using System.Buffers.Binary;
using SmartKart.Broker.Compression;

namespace SmartKart.Broker.Storage;

/// <summary>
/// A view over one record batch, version 2 (KIP-98), as it travels and as it is stored; copies nothing. Hot path: per batch.
/// Numbers are big-endian.
/// <code>
///  0         8        12        16      17     21           23           27        35
/// ┌─────────┬────────┬─────────┬───────┬──────┬────────────┬────────────┬─────────┬────────┄
/// │ base    │ length │ leader  │ magic │ CRC- │ attributes │ last off-  │ base ti-│ max ti-
/// │ offset  │ from 12│ epoch   │ = 2   │ 32C  │            │ set delta  │ mestamp │ mestamp
/// └─────────┴────────┴─────────┴───────┴──────┴────────────┴────────────┴─────────┴────────┄
///  ┄ 43           51          53          57       61
///  ┄┬────────────┬───────────┬───────────┬────────┬───────────┐
///   │ producer   │ producer  │ base      │ record │ records … │
///   │ id         │ epoch     │ sequence  │ count  │           │
///  ┄┴────────────┴───────────┴───────────┴────────┴───────────┘
/// attributes: 0–2 codec, 3 log-append time, 4 transactional, 5 control, 6 base timestamp is a delete horizon (KIP-534)
/// </code>
/// The checksum covers what follows it, so the broker may set base offset and leader epoch without computing it again.
/// </summary>
internal readonly ref struct RecordBatch
{
    public const int HeaderBytes = 61;
    public const int LengthEnd = 12;              // `length` counts the bytes after itself
    public const byte Magic = 2;

    private const int LeaderEpochAt = 12, MagicAt = 16, ChecksumAt = 17, AttributesAt = 21, LastOffsetDeltaAt = 23, BaseTimestampAt = 27;
    private const int MaxTimestampAt = 35, ProducerIdAt = 43, ProducerEpochAt = 51, BaseSequenceAt = 53, CountAt = 57;
    private const short CodecMask = 7, LogAppendTimeBit = 8, TransactionalBit = 16, ControlBit = 32, DeleteHorizonBit = 64;

    private readonly ReadOnlySpan<byte> _bytes;

    /// <param name="bytes">At least a header. Anything beyond may be missing where only the header is asked.</param>
    public RecordBatch(ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bytes.Length, HeaderBytes);
        _bytes = bytes;
    }

    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Bytes of the whole batch, as its header has it; long, because a hostile length must not wrap around.</summary>
    public long TotalBytes => LengthEnd + (long)BinaryPrimitives.ReadInt32BigEndian(_bytes[8..]);

    public long BaseOffset => BinaryPrimitives.ReadInt64BigEndian(_bytes);
    public long LastOffset => BaseOffset + LastOffsetDelta;
    public long NextOffset => LastOffset + 1;
    public int LeaderEpoch => BinaryPrimitives.ReadInt32BigEndian(_bytes[LeaderEpochAt..]);
    public byte MagicByte => _bytes[MagicAt];
    public uint Checksum => BinaryPrimitives.ReadUInt32BigEndian(_bytes[ChecksumAt..]);
    public short Attributes => BinaryPrimitives.ReadInt16BigEndian(_bytes[AttributesAt..]);
    public int LastOffsetDelta => BinaryPrimitives.ReadInt32BigEndian(_bytes[LastOffsetDeltaAt..]);

    /// <summary>What the records' timestamps are relative to, in ms; where <see cref="HasDeleteHorizon"/>, the horizon.</summary>
    public long BaseTimestamp => BinaryPrimitives.ReadInt64BigEndian(_bytes[BaseTimestampAt..]);

    public long MaxTimestamp => BinaryPrimitives.ReadInt64BigEndian(_bytes[MaxTimestampAt..]);
    public long ProducerId => BinaryPrimitives.ReadInt64BigEndian(_bytes[ProducerIdAt..]);
    public short ProducerEpoch => BinaryPrimitives.ReadInt16BigEndian(_bytes[ProducerEpochAt..]);
    public int BaseSequence => BinaryPrimitives.ReadInt32BigEndian(_bytes[BaseSequenceAt..]);
    public int Count => BinaryPrimitives.ReadInt32BigEndian(_bytes[CountAt..]);

    public Codec Codec => CodecOf(Attributes);
    public bool IsCompressed => Codec != Codec.None;
    public bool IsLogAppendTime => (Attributes & LogAppendTimeBit) != 0;
    public bool IsTransactional => (Attributes & TransactionalBit) != 0;
    public bool IsControl => (Attributes & ControlBit) != 0;
    public bool HasDeleteHorizon => (Attributes & DeleteHorizonBit) != 0;

    /// <summary>All behind the header: the records, as the codec has them.</summary>
    public ReadOnlySpan<byte> RecordBytes => _bytes[HeaderBytes..(int)Math.Min(TotalBytes, _bytes.Length)];

    /// <summary>The records, where the batch is not compressed and <see cref="Check"/> found nothing; <see cref="BatchRecords"/> has them of any.</summary>
    public RecordEnumerator GetEnumerator() => new(RecordBytes, Count);

    /// <summary>Judges bytes that may be anything. Only after <see cref="BatchFault.None"/> may the rest of the view be believed.</summary>
    /// <param name="bytes">Begin with a batch; may go on after it.</param>
    /// <param name="maxBytes">Longest batch to believe in.</param>
    /// <param name="totalBytes">Length of the batch, where there is no fault.</param>
    public static BatchFault Check(ReadOnlySpan<byte> bytes, int maxBytes, out int totalBytes)
    {
        totalBytes = 0;
        if (bytes.Length <= MagicAt) return BatchFault.Truncated;
        if (bytes[MagicAt] != Magic) return BatchFault.BadMagic;
        if (bytes.Length < HeaderBytes) return BatchFault.Truncated;
        var batch = new RecordBatch(bytes);
        var total = batch.TotalBytes;
        if (total < HeaderBytes || total > maxBytes) return BatchFault.BadLength;
        if (total > bytes.Length) return BatchFault.Truncated;
        totalBytes = (int)total;
        if (Crc32C.Of(bytes[AttributesAt..totalBytes]) != batch.Checksum) return BatchFault.BadChecksum;
        return batch.HeaderFault();
    }

    /// <summary>Walks the records of an uncompressed batch.</summary>
    public BatchFault CheckRecords() => GetEnumerator().Check(LastOffsetDelta);

    /// <summary>Whether a header can be one: what is known without the bytes after it.</summary>
    public BatchFault HeaderFault()
    {
        if (MagicByte != Magic) return BatchFault.BadMagic;
        if (TotalBytes < HeaderBytes) return BatchFault.BadLength;
        // A compacted batch has fewer records than offsets, and may have none (Kafka keeps an emptied one for its sequence).
        var sound = BaseOffset >= 0 && LastOffsetDelta >= 0 && BaseOffset <= long.MaxValue - LastOffsetDelta - 1
            && Count >= 0 && Count <= (long)LastOffsetDelta + 1 && Codec <= Codec.Zstd && MaxTimestamp >= -1;
        return sound ? BatchFault.None : BatchFault.Inconsistent;
    }

    public static Codec CodecOf(short attributes) => (Codec)(attributes & CodecMask);

    /// <summary>Attributes of a batch without records: timestamp type, transactional and control as they were.</summary>
    public static short WithoutRecords(short attributes) => (short)(attributes & (LogAppendTimeBit | TransactionalBit | ControlBit));

    /// <summary>Gives a batch its place in the log, in place; the checksum does not cover it.</summary>
    public static void Assign(Span<byte> batch, long baseOffset, int leaderEpoch)
    {
        BinaryPrimitives.WriteInt64BigEndian(batch, baseOffset);
        BinaryPrimitives.WriteInt32BigEndian(batch[LeaderEpochAt..], leaderEpoch);
    }

    /// <summary>Stamps a batch with the time of its append, in place, and computes its checksum again.</summary>
    public static void AssignAppendTime(Span<byte> batch, long timestampMs)
    {
        var attributes = (short)(BinaryPrimitives.ReadInt16BigEndian(batch[AttributesAt..]) | LogAppendTimeBit);
        BinaryPrimitives.WriteInt16BigEndian(batch[AttributesAt..], attributes);
        BinaryPrimitives.WriteInt64BigEndian(batch[MaxTimestampAt..], timestampMs);
        Seal(batch);
    }

    /// <summary>Writes a header for records that lie behind it, and seals it.</summary>
    public static void WriteHeader(Span<byte> batch, in BatchHeader header)
    {
        BinaryPrimitives.WriteInt64BigEndian(batch, header.BaseOffset);
        BinaryPrimitives.WriteInt32BigEndian(batch[8..], batch.Length - LengthEnd);
        BinaryPrimitives.WriteInt32BigEndian(batch[LeaderEpochAt..], header.LeaderEpoch);
        batch[MagicAt] = Magic;
        BinaryPrimitives.WriteInt16BigEndian(batch[AttributesAt..], (short)(header.HasDeleteHorizon ? header.Attributes | DeleteHorizonBit : header.Attributes));
        BinaryPrimitives.WriteInt32BigEndian(batch[LastOffsetDeltaAt..], header.LastOffsetDelta);
        BinaryPrimitives.WriteInt64BigEndian(batch[BaseTimestampAt..], header.BaseTimestamp);
        BinaryPrimitives.WriteInt64BigEndian(batch[MaxTimestampAt..], header.MaxTimestamp);
        BinaryPrimitives.WriteInt64BigEndian(batch[ProducerIdAt..], header.ProducerId);
        BinaryPrimitives.WriteInt16BigEndian(batch[ProducerEpochAt..], header.ProducerEpoch);
        BinaryPrimitives.WriteInt32BigEndian(batch[BaseSequenceAt..], header.BaseSequence);
        BinaryPrimitives.WriteInt32BigEndian(batch[CountAt..], header.Count);
        Seal(batch);
    }

    private static void Seal(Span<byte> batch) => BinaryPrimitives.WriteUInt32BigEndian(batch[ChecksumAt..], Crc32C.Of(batch[AttributesAt..]));
}
