using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SmartKart.Streams.State.Bytes;

/// <summary>
/// Byte keys and byte values, found by hash and walked in unsigned byte order. The order is kept only as far as somebody walked: keys
/// added since are sorted in when the next walk begins, so a topology that only looks keys up never pays for it. Entries lie in one
/// array, their bytes in an arena: once warm nothing is allocated. An entry is a value or a tombstone, which may carry a note (the time
/// of the deletion); who has no use for tombstones never writes one. Hot path: per record. One thread at a time, reads included.
/// </summary>
internal sealed class OrderedBytesMap
{
    private const int NoEntry = -1;
    private readonly ByteArena _arena = new();
    private readonly KeyOrder _order;
    private Entry[] _entries = new Entry[16];
    private int[] _buckets = new int[16]; // a power of two; entry + 1, or 0
    private int _used;                    // entries ever used since Clear
    private int _free = NoEntry;          // those removed, linked through Next
    private int _last = NoEntry;          // the one found last: a put mostly follows the get of its key

    public OrderedBytesMap() => _order = new KeyOrder(this);

    /// <summary>How many keys there are, tombstones included.</summary>
    public int Count { get; private set; }

    /// <summary>How many entry numbers are in use: without removals they are those from 0, in the order of the keys' first writes.</summary>
    public int EntryCount => _used;

    /// <summary>The memory that holds all this, in bytes.</summary>
    public long SizeBytes => _arena.UsedBytes + (long)_used * (Unsafe.SizeOf<Entry>() + 2 * sizeof(int));

    /// <summary>Finds a key's entry; negative where there is none.</summary>
    public int Find(ReadOnlySpan<byte> key)
    {
        if (_last >= 0 && KeyAt(_last).SequenceEqual(key)) return _last;
        return Find(key, KeyHash.Of(key));
    }

    /// <summary>An entry's key; valid until the map changes.</summary>
    public ReadOnlySpan<byte> KeyAt(int entry)
    {
        ref var found = ref _entries[entry];
        return _arena.Span(found.Block, found.KeyLength);
    }

    /// <summary>An entry's value, or its tombstone's note; valid until the map changes.</summary>
    public ReadOnlySpan<byte> ValueAt(int entry)
    {
        ref var found = ref _entries[entry];
        return _arena.Span(found.Block, found.KeyLength + found.ValueLength)[found.KeyLength..];
    }

    /// <summary>Whether an entry is a deletion.</summary>
    public bool IsTombstoneAt(int entry) => (_entries[entry].State & EntryState.Tombstone) != 0;

    /// <summary>A mark for the map's owner; writing an entry takes it away.</summary>
    public bool IsMarkedAt(int entry) => (_entries[entry].State & EntryState.Marked) != 0;

    /// <summary>Marks an entry.</summary>
    public void MarkAt(int entry) => _entries[entry].State |= EntryState.Marked;

    /// <summary>Writes an entry: the key's own, or a new one.</summary>
    /// <param name="entry">What <see cref="Find(ReadOnlySpan{byte})"/> answered for the key.</param>
    /// <param name="key">The key.</param>
    /// <param name="value">The value; of a tombstone its note.</param>
    /// <param name="tombstone">Whether it is a deletion.</param>
    public void Write(int entry, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool tombstone = false)
    {
        if (entry >= 0) Overwrite(ref _entries[entry], value);
        else entry = Add(key, value);
        ref var state = ref _entries[entry].State;
        state = state & ~(EntryState.Tombstone | EntryState.Marked) | (tombstone ? EntryState.Tombstone : 0);
        _last = entry;
    }

    /// <summary>Sets a key's value.</summary>
    public void Put(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) => Write(Find(key), key, value);

    /// <summary>Takes a key out.</summary>
    /// <returns>Whether it was there.</returns>
    public bool Remove(ReadOnlySpan<byte> key)
    {
        var entry = Find(key);
        if (entry < 0) return false;
        ref var removed = ref _entries[entry];
        if ((removed.State & EntryState.InOrder) != 0) _order.Remove(key);
        Unlink(entry, removed.Hash);
        _arena.Free(removed.Block, removed.KeyLength + removed.ValueLength);
        // Still in the backlog of the order, if it was: the order asks IsLive when it gets there.
        removed = removed with { State = removed.State & EntryState.InBacklog, Next = _free, KeyLength = 0, ValueLength = 0 };
        (_free, _last) = (entry, NoEntry);
        Count--;
        return true;
    }

    /// <summary>Takes everything out, and keeps the memory.</summary>
    public void Clear()
    {
        if (_used == 0) return;
        Array.Clear(_buckets);
        _arena.Clear();
        _order.Clear();
        (_used, _free, _last, Count) = (0, NoEntry, NoEntry, 0);
    }

    /// <summary>The keys in order. A walk begins with a seek.</summary>
    public KeyOrder Order => _order;

    /// <summary>Called by the order: takes an entry in.</summary>
    /// <returns>False: it was removed while it waited.</returns>
    internal bool EnterOrder(int entry)
    {
        ref var state = ref _entries[entry].State;
        var live = (state & EntryState.Live) != 0;
        state = live ? state & ~EntryState.InBacklog | EntryState.InOrder : 0;
        return live;
    }

    private int Find(ReadOnlySpan<byte> key, uint hash)
    {
        var entries = _entries;
        for (var entry = _buckets[hash & (uint)(_buckets.Length - 1)] - 1; entry >= 0; entry = entries[entry].Next)
            if (entries[entry].Hash == hash && KeyAt(entry).SequenceEqual(key))
                return _last = entry;
        return NoEntry;
    }

    private int Add(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        var entry = _free;
        if (entry >= 0) _free = _entries[entry].Next;
        else
        {
            if (_used == _entries.Length) Grow();
            entry = _used++;
            _entries[entry].State = 0;
        }
        ref var added = ref _entries[entry];
        var waiting = (added.State & EntryState.InBacklog) != 0;
        added = new Entry
        {
            Hash = KeyHash.Of(key),
            Block = _arena.Allocate(key.Length + value.Length),
            KeyLength = key.Length,
            ValueLength = value.Length,
            State = EntryState.Live | EntryState.InBacklog,
        };
        var block = _arena.Span(added.Block, key.Length + value.Length);
        key.CopyTo(block);
        value.CopyTo(block[key.Length..]);
        ref var bucket = ref _buckets[added.Hash & (uint)(_buckets.Length - 1)];
        added.Next = bucket - 1;
        bucket = entry + 1;
        if (!waiting) _order.Await(entry);
        Count++;
        return entry;
    }

    private void Overwrite(ref Entry entry, ReadOnlySpan<byte> value)
    {
        var (before, after) = (entry.KeyLength + entry.ValueLength, entry.KeyLength + value.Length);
        if (!ByteArena.SameBlock(before, after))
        {
            var block = _arena.Allocate(after);
            _arena.Span(entry.Block, entry.KeyLength).CopyTo(_arena.Span(block, entry.KeyLength));
            _arena.Free(entry.Block, before);
            entry.Block = block;
        }
        entry.ValueLength = value.Length;
        value.CopyTo(_arena.Span(entry.Block, after)[entry.KeyLength..]);
    }

    private void Unlink(int entry, uint hash)
    {
        ref var link = ref _buckets[hash & (uint)(_buckets.Length - 1)];
        if (link == entry + 1)
        {
            link = _entries[entry].Next + 1;
            return;
        }
        var before = link - 1;
        while (_entries[before].Next != entry) before = _entries[before].Next;
        _entries[before].Next = _entries[entry].Next;
    }

    private void Grow()
    {
        Array.Resize(ref _entries, _used * 2);
        _buckets = new int[_used * 2];
        for (var entry = 0; entry < _used; entry++)
        {
            // Every entry is live here: one that is not would have been used again before the array grew.
            ref var bucket = ref _buckets[_entries[entry].Hash & (uint)(_buckets.Length - 1)];
            _entries[entry].Next = bucket - 1;
            bucket = entry + 1;
        }
    }

    [Flags]
    private enum EntryState
    {
        Live = 1,
        Tombstone = 2,
        Marked = 4,
        InBacklog = 8, // the order has yet to take it in
        InOrder = 16,
    }

    [StructLayout(LayoutKind.Sequential)]
    private record struct Entry
    {
        public uint Hash;
        public int Next;
        public int Block;
        public int KeyLength;
        public int ValueLength;
        public EntryState State;
    }
}
