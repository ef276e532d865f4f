using SmartKart.Streams.State.Bytes;

namespace SmartKart.Streams.State;

/// <summary>
/// Brings a store up to its changelog: for a task that starts, and for one that stands by. Records go in in batches, each with the offset
/// it reaches; of a key's records in a batch only the last is written, and what the store's retention has passed is skipped by the store.
/// One thread at a time.
/// </summary>
internal sealed class StoreRestorer(IBytesStore committed)
{
    private const long BatchBytes = 8 << 20; // a batch's memory, after which it is applied
    private readonly WriteSet _batch = new();
    private long? _reached;

    /// <summary>Takes a record of the changelog.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="value">Its value; ignored for a tombstone.</param>
    /// <param name="isTombstone">The key was deleted.</param>
    /// <param name="offset">The record's offset.</param>
    public void Add(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool isTombstone, long offset)
    {
        if (isTombstone) _batch.Delete(key);
        else _batch.Put(key, value);
        _reached = offset + 1;
        if (_batch.SizeBytes >= BatchBytes) Apply();
    }

    /// <summary>Takes note that everything before an offset was seen: behind the last record there may be others, of transactions' ends.</summary>
    public void Reach(long nextOffset) => _reached = nextOffset;

    /// <summary>Applies what was taken: at the end of a fetch, so that what stands by is not behind.</summary>
    public void Apply()
    {
        if (_reached is null) return;
        committed.Apply(_batch, _reached);
        _batch.Clear();
        _reached = null;
    }
}
