namespace SmartKart.Streams.State.Bytes;

/// <summary>
/// Writes that belong together: per key the last, a value or a deletion. They are numbered from 0 in the order in which their keys were
/// first written, and can be walked in that order by any thread that knows nobody writes, or in key order by <see cref="Map"/>.
/// </summary>
internal sealed class WriteSet
{
    /// <summary>The writes as a map, whose entries' numbers are the writes' own. Nothing is ever removed from it, but all at once.</summary>
    internal OrderedBytesMap Map { get; } = new();

    /// <summary>How many keys were written.</summary>
    public int Count => Map.Count;

    /// <summary>The memory they take.</summary>
    public long SizeBytes => Map.SizeBytes;

    /// <summary>Sets a key's value.</summary>
    public void Put(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) => Map.Put(key, value);

    /// <summary>Deletes a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="note">What the deletion should carry until it is applied: its time.</param>
    public void Delete(ReadOnlySpan<byte> key, ReadOnlySpan<byte> note = default) => Map.Write(Map.Find(key), key, note, tombstone: true);

    /// <summary>The key of a write.</summary>
    public ReadOnlySpan<byte> KeyAt(int write) => Map.KeyAt(write);

    /// <summary>Whether a write is a deletion.</summary>
    public bool IsTombstoneAt(int write) => Map.IsTombstoneAt(write);

    /// <summary>The value of a write; of a deletion its note.</summary>
    public ReadOnlySpan<byte> ValueAt(int write) => Map.ValueAt(write);

    /// <summary>Forgets all, and keeps the memory.</summary>
    public void Clear() => Map.Clear();
}
