using System.Buffers.Binary;
using System.Text;
using SmartKart.Broker.Compression;
using SmartKart.Broker.Storage;

namespace SmartKart.Broker.Tests.Storage;

/// <summary>Batches as producers make them, and logs read back as plain lists.</summary>
internal static class TestBatches
{
    public static byte[] Of(int records, int valueBytes = 20, long timestampMs = 1_000, char fill = 'v') =>
        Of([.. Enumerable.Range(0, records).Select(index => ($"k{index}", (string?)new string(fill, valueBytes)))], timestampMs);

    public static byte[] Of((string Key, string? Value)[] records, long timestampMs = 1_000, BatchHeader? header = null)
    {
        var writer = new RecordBatchWriter();
        writer.Begin((header ?? new BatchHeader()) with { BaseTimestamp = timestampMs });
        foreach (var (key, value) in records)
            writer.Append(timestampMs, Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(value ?? ""), hasValue: value is not null);
        return writer.Finish().ToArray();
    }

    /// <summary>A batch that says it is compressed; what is inside is for nobody to read.</summary>
    public static byte[] Compressed(int records, int bytes = 40)
    {
        var batch = new byte[RecordBatch.HeaderBytes + bytes];
        batch.AsSpan(RecordBatch.HeaderBytes).Fill(0xcc);
        RecordBatch.WriteHeader(batch, new BatchHeader { Attributes = 4, Count = records, LastOffsetDelta = records - 1, BaseTimestamp = 1_000, MaxTimestamp = 1_000 });
        return batch;
    }

    /// <summary>Header of a transactional producer's batch.</summary>
    public static BatchHeader Transactional(long producer, int sequence = 0, Codec codec = Codec.None) =>
        new() { ProducerId = producer, ProducerEpoch = 0, BaseSequence = sequence, Attributes = (short)(0x10 | (int)codec) };

    public static byte[] Marker(long producer, bool commit, long timestampMs = 1_000)
    {
        var key = new byte[4];
        BinaryPrimitives.WriteInt16BigEndian(key.AsSpan(2), (short)(commit ? 1 : 0));
        var writer = new RecordBatchWriter();
        writer.Begin(new BatchHeader { ProducerId = producer, ProducerEpoch = 0, Attributes = 0x30, BaseTimestamp = timestampMs });
        writer.Append(timestampMs, key, new byte[6]);
        return writer.Finish().ToArray();
    }

    public static byte[] BytesOf(this LogSlice slice)
    {
        var bytes = new byte[slice.Length];
        for (var done = 0; done < bytes.Length;)
        {
            var read = slice.Read(bytes.AsSpan(done), done);
            read.ShouldBeGreaterThan(0);
            done += read;
        }
        return bytes;
    }

    /// <summary>Every batch from an offset on, through as many reads as it takes.</summary>
    public static List<byte[]> ReadBatches(this PartitionLog log, long offset, int maxBytes = 1 << 20)
    {
        var batches = new List<byte[]>();
        while (offset < log.LogEndOffset)
        {
            using var read = log.Read(offset, maxBytes);
            read.IsOutOfRange.ShouldBeFalse();
            if (read.Slice.IsEmpty) break;
            foreach (var batch in Split(read.Slice.BytesOf()))
            {
                batches.Add(batch);
                offset = new RecordBatch(batch).NextOffset;
            }
        }
        return batches;
    }

    public static List<byte[]> Split(ReadOnlySpan<byte> bytes)
    {
        var batches = new List<byte[]>();
        while (!bytes.IsEmpty)
        {
            RecordBatch.Check(bytes, int.MaxValue, out var length).ShouldBe(BatchFault.None);
            batches.Add(bytes[..length].ToArray());
            bytes = bytes[length..];
        }
        return batches;
    }

    /// <summary>Offset, key and value of every record of a data batch that can be opened.</summary>
    public static List<(long Offset, string Key, string? Value)> ReadRecords(this PartitionLog log)
    {
        var records = new List<(long, string, string?)>();
        using var opened = new BatchRecords();
        foreach (var bytes in log.ReadBatches(log.LogStartOffset))
        {
            var batch = new RecordBatch(bytes);
            if (batch.IsControl || opened.Open(batch, out var all) != BatchFault.None) continue;
            foreach (var record in all)
                records.Add((batch.BaseOffset + record.OffsetDelta, Encoding.UTF8.GetString(record.Key), record.HasValue ? Encoding.UTF8.GetString(record.Value) : null));
        }
        return records;
    }
}
