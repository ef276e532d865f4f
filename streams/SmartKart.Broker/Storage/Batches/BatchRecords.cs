using SmartKart.Broker.Compression;

namespace SmartKart.Broker.Storage;

/// <summary>
/// Opens batches, one after another, whatever their codec, and checks what is inside: a checksum covers what a producer sent,
/// not that it is sound. One thread.
/// </summary>
internal sealed class BatchRecords : IDisposable
{
    /// <summary>The largest batch that is opened, decompressed: 64 times the largest that a topic takes unless told otherwise.</summary>
    public const int MaxBytes = 64 * 1024 * 1024;

    private readonly BoundedBuffer _decompressed = new(MaxBytes);

    /// <summary>The batch's records, sound ones; valid until the next call.</summary>
    /// <exception cref="CompressionLibraryException">The codec's library is not installed.</exception>
    public BatchFault Open(scoped in RecordBatch batch, out RecordEnumerator records)
    {
        records = batch.GetEnumerator();
        if (batch.IsCompressed && batch.Count > 0)
        {
            _decompressed.Clear();
            switch (BatchCompression.Decompress(batch.Codec, batch.RecordBytes, _decompressed))
            {
                case CompressionFault.Corrupt: return BatchFault.Undecodable;
                case CompressionFault.TooLarge: return BatchFault.TooLarge;
            }
            records = new RecordEnumerator(_decompressed.Span, batch.Count);
        }
        return records.Check(batch.LastOffsetDelta);
    }

    public void Dispose() => _decompressed.Dispose();
}
