using System.Buffers;
using SmartKart.Broker.Storage;

namespace SmartKart.Broker.SchemaRegistry;

/// <summary>
/// The registry's records in one partition of the broker's own: the topic <c>_schemas</c>, compacted. One writer at a time, and
/// nobody else: what another producer put there would be seen only when the registry is opened again.
/// </summary>
internal sealed class SchemaLog(PartitionLog log, TimeProvider time)
{
    private const int ReadBytes = 1 << 20;

    private readonly RecordBatchWriter _writer = new();

    private string Name => Path.GetFileName(log.DirectoryPath);

    /// <summary>What follows the last record.</summary>
    public long EndOffset => log.LogEndOffset;

    /// <summary>Appends records, all or none, and returns when they are durable.</summary>
    /// <exception cref="RegistryException">They are too large for the topic.</exception>
    /// <exception cref="LogWriteException">The disk refused; nothing was appended.</exception>
    /// <exception cref="LogFlushException">Whether they are durable is not known, and the log takes no more.</exception>
    public async Task AppendAsync(IReadOnlyCollection<RegistryRecord> records)
    {
        var result = log.Append(Batches(records), source: AppendSource.Coordinator);
        if (result.Fault == AppendFault.TooLarge)
            throw RegistryError.SchemaTooLarge($"the schema is larger than the topic of {Name} takes. Raise its max.message.bytes, or split the schema.");
        if (result.Fault != AppendFault.None)
            throw RegistryError.Store(
                $"{Name} refused the registry's records: {result.Fault}. Check the topic's settings: it is compacted, and takes uncompressed batches.");
        await log.DurableAsync();
    }

    /// <summary>Reads every record, oldest first. Compaction leaves gaps; markers of transactions say nothing here.</summary>
    /// <exception cref="RegistryLogException">One cannot be read.</exception>
    public IEnumerable<RegistryRecord> Replay()
    {
        var output = new ArrayBufferWriter<byte>(ReadBytes);
        for (var offset = log.LogStartOffset; offset < log.LogEndOffset;)
        {
            output.ResetWrittenCount();
            using (var read = log.Read(offset, ReadBytes))
            {
                if (read.IsOutOfRange) throw new RegistryLogException(Name, offset, "it was deleted while the registry read the log");
                if (read.Slice.IsEmpty) yield break;             // what came last was compacted away
                read.Slice.CopyTo(output);
            }
            for (var rest = output.WrittenMemory; !rest.IsEmpty;)
            {
                var fault = RecordBatch.Check(rest.Span, int.MaxValue, out var bytes);
                if (fault != BatchFault.None) throw new RegistryLogException(Name, offset, $"its batch is damaged ({fault})");
                foreach (var record in Records(rest.Span[..bytes])) yield return record;
                offset = new RecordBatch(rest.Span).NextOffset;
                rest = rest[bytes..];
            }
        }
    }

    private List<RegistryRecord> Records(ReadOnlySpan<byte> bytes)
    {
        var batch = new RecordBatch(bytes);
        var records = new List<RegistryRecord>();
        if (batch.IsControl) return records;
        if (batch.IsCompressed) throw new RegistryLogException(Name, batch.BaseOffset, "it is compressed, so this registry did not write it");
        if (batch.CheckRecords() != BatchFault.None) throw new RegistryLogException(Name, batch.BaseOffset, "its records do not add up to their batch");
        foreach (var record in batch)
        {
            try
            {
                records.Add(RecordFormat.Read(record.Key, record.Value, record.HasValue));
            }
            catch (FormatException fault)
            {
                throw new RegistryLogException(Name, batch.BaseOffset + record.OffsetDelta, fault.Message, fault);
            }
        }
        return records;
    }

    /// <summary>As few batches as fit into the topic's limit; the log takes them all or none.</summary>
    private byte[] Batches(IReadOnlyCollection<RegistryRecord> records)
    {
        const int overheadBytes = 64;                            // of a record's varints and flags, and to spare
        var batches = new ArrayBufferWriter<byte>();
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var size = 0;
        Begin();
        foreach (var record in records)
        {
            var (key, value) = (RecordFormat.Key(record), RecordFormat.Value(record));
            var bytes = key.Length + (value?.Length ?? 0) + overheadBytes;
            if (_writer.Count > 0 && size + bytes > log.Settings.MaxBatchBytes)
            {
                batches.Write(_writer.Finish().Span);
                Begin();
            }
            _writer.Append(now, key, value ?? [], hasValue: value is not null);
            size += bytes;
        }
        batches.Write(_writer.Finish().Span);
        return batches.WrittenSpan.ToArray();

        void Begin()
        {
            _writer.Begin(new BatchHeader { BaseTimestamp = now });
            size = RecordBatch.HeaderBytes;
        }
    }
}
