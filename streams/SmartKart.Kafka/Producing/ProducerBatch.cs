using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SmartKart.Kafka.Native.LibRdKafka;

namespace SmartKart.Kafka;

/// <summary>
/// Records for one topic that a <see cref="BatchProducer"/> takes in one call: filled, sent, and filled again. Its memory grows to the
/// largest batch it held and is kept, so nothing is allocated per record. Hot path: per record. One thread at a time.
/// </summary>
/// <remarks>
/// A value is either handed over (<see cref="Add"/>) or written in place: <see cref="Begin"/>, then the encoder writes to this writer,
/// then <see cref="End"/>. A <c>default</c> span is null, as of a tombstone; an empty one that is not default is empty.
/// </remarks>
/// <param name="topic">Where the records go.</param>
public sealed unsafe class ProducerBatch(string topic) : IBufferWriter<byte>
{
    /// <summary>The partition that stands for: let the producer's partitioner choose by the key.</summary>
    public const int AnyPartition = -1;

    private const int InitialBytes = 64 * 1024;
    private const int InitialRecords = 256;
    private const int Closed = -1;

    // Pinned, so that librdkafka can be pointed into them without pinning per call. Until then payload and key hold offsets into
    // _bytes, which may yet move by growing; PointIntoBytes makes pointers of them.
    private byte[] _bytes = GC.AllocateUninitializedArray<byte>(InitialBytes, pinned: true);
    private NativeMessage[] _records = GC.AllocateUninitializedArray<NativeMessage>(InitialRecords, pinned: true);
    private long[] _timestamps = new long[InitialRecords];
    private readonly List<BatchHeader> _headers = [];
    private int _written;
    private int _open = Closed;
    private bool _isPointed;

    /// <summary>Where the records go.</summary>
    public string Topic { get; } = topic;

    /// <summary>Records in the batch, those being sent included.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes of their keys, values and headers.</summary>
    public int SizeBytes => _written;

    /// <summary>How many of the records the producer took already, from the first; above 0 only after a send that was cancelled.</summary>
    internal int Sent { get; set; }

    /// <summary>Some record has a timestamp of its own or headers, which only the call for single records takes.</summary>
    internal bool NeedsSingleCalls { get; private set; }

    internal ReadOnlySpan<long> Timestamps => _timestamps.AsSpan(0, Count);

    internal List<BatchHeader> Headers => _headers;

    /// <summary>Adds one record.</summary>
    /// <param name="key">What decides the partition, and what compaction keeps one of; <c>default</c> for none.</param>
    /// <param name="value">The value; <c>default</c> for a tombstone.</param>
    /// <param name="partition">The partition, from 0; by the key unless given.</param>
    /// <param name="timestampMs">
    /// Milliseconds since 1970, UTC; 0, the default, is the moment of sending. So 1970-01-01T00:00:00.000 itself can't be said: librdkafka's
    /// produce calls take 0 for no timestamp.
    /// </param>
    /// <param name="tag">By what a <see cref="DeliveryFailure"/> names the record.</param>
    public void Add(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, int partition = AnyPartition, long timestampMs = 0, long tag = 0)
    {
        Begin(key, partition, timestampMs, tag);
        if (IsNull(value))
        {
            Count++;
            _open = Closed;
            return;
        }
        this.Write(value);
        End();
    }

    /// <summary>Begins a record whose value is what is then written to this writer.</summary>
    /// <inheritdoc cref="Add"/>
    public void Begin(ReadOnlySpan<byte> key, int partition = AnyPartition, long timestampMs = 0, long tag = 0)
    {
        if (_open != Closed) throw new InvalidOperationException("A record is open already. Call End() before the next one begins.");
        if (_isPointed) throw new InvalidOperationException("A send of this batch did not end. Send it again, or Clear() it, first.");
        if (Count == _records.Length) GrowRecords();
        ref var record = ref _records[Count];
        record = new NativeMessage { Partition = partition, Opaque = (nint)tag };
        _timestamps[Count] = timestampMs;
        NeedsSingleCalls |= timestampMs != 0;
        if (!IsNull(key))
        {
            record.Key = Place(Append(key));
            record.KeyBytes = (nuint)key.Length;
        }
        _open = _written;
    }

    /// <summary>Ends the record: its value is all that was written since it began.</summary>
    public void End()
    {
        if (_open == Closed) throw new InvalidOperationException("No record is open. Begin() one first.");
        ref var record = ref _records[Count];
        record.Payload = Place(_open);
        record.PayloadBytes = (nuint)(_written - _open);
        _open = Closed;
        Count++;
    }

    /// <summary>Gives the record that was added last one more header.</summary>
    /// <param name="name">The header's name, UTF-8.</param>
    /// <param name="value">Its value; <c>default</c> for null.</param>
    public void AddHeader(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (Count == 0 || _open != Closed) throw new InvalidOperationException("A header belongs to a record that was added. Add() or End() it first.");
        _headers.Add(new BatchHeader(Count - 1, Append(name), name.Length, IsNull(value) ? BatchHeader.Null : Append(value), value.Length));
        NeedsSingleCalls = true;
    }

    /// <summary>Empties the batch; its memory stays.</summary>
    public void Clear()
    {
        (Count, Sent, _written, _open, NeedsSingleCalls, _isPointed) = (0, 0, 0, Closed, false, false);
        _headers.Clear();
    }

    /// <inheritdoc/>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _bytes.Length - _written);
        if (_open == Closed) throw new InvalidOperationException("No record is open. Begin() one first.");
        _written += count;
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _bytes.AsMemory(_written);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _bytes.AsSpan(_written);
    }

    /// <summary>The records with pointers in place of offsets. Both arrays are pinned: the pointers hold until the batch is next added to.</summary>
    internal NativeMessage* PointIntoBytes()
    {
        if (_open != Closed) throw new InvalidOperationException("A record is open. Call End() before the batch is sent.");
        if (!_isPointed)
        {
            foreach (ref var record in _records.AsSpan(0, Count))
            {
                if (record.Key != null) record.Key = Start + Offset(record.Key);
                if (record.Payload != null) record.Payload = Start + Offset(record.Payload);
            }
            _isPointed = true;
        }
        return (NativeMessage*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_records));
    }

    internal byte* Start => (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_bytes));

    private int Append(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(_written));
        _written += bytes.Length;
        return _written - bytes.Length;
    }

    private void Reserve(int bytes)
    {
        if (_bytes.Length - _written >= bytes) return;
        var grown = GC.AllocateUninitializedArray<byte>(checked((int)Math.Min(Array.MaxLength, Math.Max(2L * _bytes.Length, (long)_written + bytes))), pinned: true);
        _bytes.AsSpan(0, _written).CopyTo(grown);
        _bytes = grown;
    }

    private void GrowRecords()
    {
        var grown = GC.AllocateUninitializedArray<NativeMessage>(2 * _records.Length, pinned: true);
        _records.CopyTo(grown, 0);
        _records = grown;
        Array.Resize(ref _timestamps, grown.Length);
    }

    private static bool IsNull(ReadOnlySpan<byte> bytes) => Unsafe.IsNullRef(ref MemoryMarshal.GetReference(bytes));

    // One more than the offset, so that null stays null.
    private static byte* Place(int offset) => (byte*)(nint)(offset + 1);

    private static nint Offset(byte* place) => (nint)place - 1;
}

/// <summary>One header of a batch: offsets into its bytes.</summary>
/// <param name="Record">Whose, by its place in the batch.</param>
/// <param name="Name">Where its name begins.</param>
/// <param name="NameBytes">The name's length.</param>
/// <param name="Value">Where its value begins, or <see cref="Null"/>.</param>
/// <param name="ValueBytes">The value's length.</param>
internal readonly record struct BatchHeader(int Record, int Name, int NameBytes, int Value, int ValueBytes)
{
    internal const int Null = -1;
}
