using SmartKart.Streams.State.Bytes;

namespace SmartKart.Streams.State.Persistent;

/// <summary>A store on disk. Hot path: per record.</summary>
internal sealed class RocksDbBytesStore(RocksStorage storage) : IBytesStore
{
    private readonly WriteOrder _order = new();

    /// <inheritdoc />
    public bool IsPersistent => true;

    /// <inheritdoc />
    public string? RebuildCause => storage.RebuildCause;

    /// <inheritdoc />
    public long? ChangelogOffset => storage.ChangelogOffset;

    /// <inheritdoc />
    public long ApproximateEntries => storage.ApproximateEntries;

    /// <inheritdoc />
    public long ApproximateBytes => storage.ApproximateBytes;

    private static ReadOnlySpan<byte> Prefix => [RocksStorage.DataPrefix];

    /// <inheritdoc />
    public bool TryGet(ReadOnlySpan<byte> key, ByteBuffer value)
    {
        var prefixed = storage.RentKey();
        prefixed.Append(Prefix);
        prefixed.Append(key);
        var found = storage.TryGet(prefixed.Written, value);
        storage.ReturnKey(prefixed);
        return found;
    }

    /// <inheritdoc />
    public IBytesCursor Scan(in BytesRange range) => new RocksCursor(storage, Prefix, range, time: null);

    /// <inheritdoc />
    public void Apply(WriteSet writes, long? changelogOffset)
    {
        if (writes.Count == 0 && changelogOffset is null) return;
        var batch = storage.BeginBatch();
        var prefixed = storage.RentKey();
        prefixed.Append(Prefix);
        foreach (var i in _order.Of(writes))
        {
            prefixed.Truncate(Prefix.Length);
            prefixed.Append(writes.KeyAt(i));
            if (writes.IsTombstoneAt(i)) batch.Delete(prefixed.Written);
            else batch.Put(prefixed.Written, writes.ValueAt(i));
        }
        storage.ReturnKey(prefixed);
        storage.WriteBatch(changelogOffset);
    }

    /// <inheritdoc />
    public void Flush() => storage.Flush();

    /// <inheritdoc />
    public void Dispose() => storage.Dispose();
}
