using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using SmartKart.Broker.Native.Libc;
using SmartKart.Broker.Storage;

namespace SmartKart.Broker.Transactions;

/// <summary>
/// What a partition knew of its producers at an offset, in a file beside its segments: <c>offset.snapshot</c>. Replaced never,
/// written whole under another name first; one that is damaged is as good as none. Numbers are big-endian.
/// <code>
/// ┌─────────┬────────┬────────┬───────┬────────────┬───────┬───────────┐
/// │ version │ CRC-32C│ offset │ count │ producers …│ count │ aborted … │     the checksum covers what follows it
/// │ int16 1 │ uint32 │ int64  │ int32 │            │ int32 │           │
/// └─────────┴────────┴────────┴───────┴────────────┴───────┴───────────┘
/// producer: id int64, epoch int16, last used ms int64, transaction start int64 (−1 none), batches int8, and for each
///           first and last sequence int32, first and last offset int64, append time ms int64
/// aborted:  producer id, first offset, last offset, last stable offset, all int64
/// </code>
/// </summary>
internal static class ProducerSnapshot
{
    private const string Extension = ".snapshot", Draft = ".snapshot.tmp";
    private const short Version = 1;
    private const int ChecksumAt = 2, BodyAt = 6;

    /// <summary>Offsets of the snapshots in a folder, newest first.</summary>
    public static long[] Offsets(string directory) =>
        [.. Directory.EnumerateFiles(directory, "*" + Extension).Select(SegmentFiles.BaseOffsetOf).OfType<long>().OrderDescending()];

    public static void Delete(string directory, long offset) => File.Delete(PathOf(directory, offset));

    /// <summary>Makes the file from what <see cref="Encode"/> wrote; durable on return.</summary>
    public static void Write(string directory, long offset, ReadOnlySpan<byte> snapshot)
    {
        var draft = Path.Combine(directory, SegmentFiles.Name(offset) + Draft);
        using (var file = new FileStream(draft, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0))
        {
            file.Write(snapshot);
            file.Flush(flushToDisk: true);
        }
        File.Move(draft, PathOf(directory, offset), overwrite: true);
        DirectoryEntries.Flush(directory);
    }

    public static ReadOnlySpan<byte> Encode(long offset, ICollection<ProducerState> producers, IReadOnlyList<AbortedTransaction> aborted)
    {
        var output = new ArrayBufferWriter<byte>(4096);
        output.GetSpan(BodyAt)[..BodyAt].Clear();
        output.Advance(BodyAt);
        Int64(output, offset);
        Int32(output, producers.Count);
        foreach (var producer in producers)
        {
            Int64(output, producer.ProducerId);
            Int16(output, producer.Epoch);
            Int64(output, producer.LastUsedMs);
            Int64(output, producer.TransactionStart);
            output.Write([(byte)producer.LastBatches.Length]);
            foreach (var batch in producer.LastBatches)
            {
                Int32(output, batch.FirstSequence);
                Int32(output, batch.LastSequence);
                Int64(output, batch.FirstOffset);
                Int64(output, batch.LastOffset);
                Int64(output, batch.AppendTimeMs);
            }
        }
        Int32(output, aborted.Count);
        foreach (var transaction in aborted)
        {
            Int64(output, transaction.ProducerId);
            Int64(output, transaction.FirstOffset);
            Int64(output, transaction.LastOffset);
            Int64(output, transaction.LastStableOffset);
        }
        var bytes = MemoryMarshal.AsMemory(output.WrittenMemory).Span;
        BinaryPrimitives.WriteInt16BigEndian(bytes, Version);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[ChecksumAt..], Crc32C.Of(bytes[BodyAt..]));
        return bytes;
    }

    /// <returns>False where the file is not a whole snapshot of that offset, whatever it is: the log can say it all again.</returns>
    public static bool TryRead(
        string directory, long offset, [NotNullWhen(true)] out List<ProducerState>? producers, [NotNullWhen(true)] out List<AbortedTransaction>? aborted)
    {
        (producers, aborted) = (null, null);
        ReadOnlySpan<byte> bytes = File.ReadAllBytes(PathOf(directory, offset));
        if (bytes.Length < BodyAt || BinaryPrimitives.ReadInt16BigEndian(bytes) != Version) return false;
        if (BinaryPrimitives.ReadUInt32BigEndian(bytes[ChecksumAt..]) != Crc32C.Of(bytes[BodyAt..])) return false;
        var reader = new Reader(bytes[BodyAt..]);      // sound: nobody else writes a right checksum over wrong counts
        if (reader.Int64() != offset) return false;
        producers = [];
        for (var count = reader.Int32(); count > 0; count--) producers.Add(Producer(ref reader));
        aborted = [];
        for (var count = reader.Int32(); count > 0; count--)
            aborted.Add(new AbortedTransaction(reader.Int64(), reader.Int64(), reader.Int64(), reader.Int64()));
        return true;
    }

    private static ProducerState Producer(ref Reader reader)
    {
        var producer = new ProducerState(reader.Int64());
        producer.Enter(reader.Int16());
        producer.LastUsedMs = reader.Int64();
        producer.TransactionStart = reader.Int64();
        for (var count = reader.Int8(); count > 0; count--)
            producer.Restore(new SentBatch(reader.Int32(), reader.Int32(), reader.Int64(), reader.Int64(), reader.Int64()));
        return producer;
    }

    private static string PathOf(string directory, long offset) => SegmentFiles.PathOf(directory, offset, Extension);

    private static void Int16(ArrayBufferWriter<byte> output, short value)
    {
        BinaryPrimitives.WriteInt16BigEndian(output.GetSpan(sizeof(short)), value);
        output.Advance(sizeof(short));
    }

    private static void Int32(ArrayBufferWriter<byte> output, int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(output.GetSpan(sizeof(int)), value);
        output.Advance(sizeof(int));
    }

    private static void Int64(ArrayBufferWriter<byte> output, long value)
    {
        BinaryPrimitives.WriteInt64BigEndian(output.GetSpan(sizeof(long)), value);
        output.Advance(sizeof(long));
    }

    private ref struct Reader(ReadOnlySpan<byte> bytes)
    {
        private ReadOnlySpan<byte> _rest = bytes;

        public byte Int8() => Next(1)[0];

        public short Int16() => BinaryPrimitives.ReadInt16BigEndian(Next(sizeof(short)));

        public int Int32() => BinaryPrimitives.ReadInt32BigEndian(Next(sizeof(int)));

        public long Int64() => BinaryPrimitives.ReadInt64BigEndian(Next(sizeof(long)));

        private ReadOnlySpan<byte> Next(int count)
        {
            var next = _rest[..count];
            _rest = _rest[count..];
            return next;
        }
    }
}
