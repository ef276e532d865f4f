using System.Buffers;
using System.Runtime.InteropServices;
using SmartKart.Broker.Compression;

namespace SmartKart.Broker.Storage;

/// <summary>
/// Builds one batch, record by record: for internal topics and for compaction. Where the header names a codec, the records are
/// compressed in the end. Use again after <see cref="Begin"/>; one thread.
/// </summary>
internal sealed class RecordBatchWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new(4096);
    private readonly ArrayBufferWriter<byte> _compressed = new();
    private BatchHeader _header;
    private int _count;
    private int _lastOffsetDelta;
    private long _maxTimestamp;

    public int Count => _count;

    /// <param name="header">What the records don't say; its counts, deltas and maximum timestamp are worked out.</param>
    public void Begin(in BatchHeader header)
    {
        _header = header;
        _count = 0;
        _lastOffsetDelta = -1;
        _maxTimestamp = -1;
        LeaveRoomForHeader(_buffer);
    }

    /// <summary>Adds a record behind the last one.</summary>
    public void Append(long timestampMs, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool hasKey = true, bool hasValue = true) =>
        Append(_lastOffsetDelta + 1, timestampMs, key, hasKey, value, hasValue, [0]);

    /// <summary>Adds a record of another batch at the offset it has there.</summary>
    public void Append(in Record record, long timestampMs) =>
        Append(record.OffsetDelta, timestampMs, record.Key, record.HasKey, record.Value, record.HasValue, record.Headers);

    /// <summary>The batch. Valid until the next <see cref="Begin"/>; the caller may write into it.</summary>
    /// <param name="lastOffsetDelta">Where the batch spans more offsets than it has records.</param>
    /// <param name="maxTimestamp">Where it is not its records' newest.</param>
    public Memory<byte> Finish(int? lastOffsetDelta = null, long? maxTimestamp = null)
    {
        var codec = RecordBatch.CodecOf(_header.Attributes);
        if (codec != Codec.None)
        {
            LeaveRoomForHeader(_compressed);
            BatchCompression.Compress(codec, _buffer.WrittenSpan[RecordBatch.HeaderBytes..], _compressed);
        }
        var batch = MemoryMarshal.AsMemory((codec == Codec.None ? _buffer : _compressed).WrittenMemory);
        RecordBatch.WriteHeader(batch.Span, _header with
        {
            Count = _count,
            LastOffsetDelta = lastOffsetDelta ?? Math.Max(0, _lastOffsetDelta),
            MaxTimestamp = maxTimestamp ?? _maxTimestamp,
        });
        return batch;
    }

    private static void LeaveRoomForHeader(ArrayBufferWriter<byte> buffer)
    {
        buffer.ResetWrittenCount();
        buffer.GetSpan(RecordBatch.HeaderBytes)[..RecordBatch.HeaderBytes].Clear();
        buffer.Advance(RecordBatch.HeaderBytes);
    }

    private void Append(int offsetDelta, long timestampMs, ReadOnlySpan<byte> key, bool hasKey, ReadOnlySpan<byte> value, bool hasValue, ReadOnlySpan<byte> headers)
    {
        var timestampDelta = timestampMs - _header.BaseTimestamp;
        var keyLength = hasKey ? key.Length : -1;
        var valueLength = hasValue ? value.Length : -1;
        var length = 1 + Varint.BytesOf(timestampDelta) + Varint.BytesOf(offsetDelta)
            + Varint.BytesOf(keyLength) + key.Length + Varint.BytesOf(valueLength) + value.Length + headers.Length;
        var output = _buffer.GetSpan(Varint.MaxBytes + length);
        var at = Varint.Write(output, length);
        output[at++] = 0;
        at += Varint.Write(output[at..], timestampDelta);
        at += Varint.Write(output[at..], offsetDelta);
        at += Varint.Write(output[at..], keyLength);
        key.CopyTo(output[at..]);
        at += key.Length;
        at += Varint.Write(output[at..], valueLength);
        value.CopyTo(output[at..]);
        at += value.Length;
        headers.CopyTo(output[at..]);
        _buffer.Advance(at + headers.Length);
        _count++;
        _lastOffsetDelta = offsetDelta;
        _maxTimestamp = Math.Max(_maxTimestamp, timestampMs);
    }
}
