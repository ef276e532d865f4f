namespace SmartKart.Streams.State.Bytes;

/// <summary>
/// The entries of an <see cref="OrderedBytesMap"/> in the order of their keys: a list of blocks of up to 256 entry numbers, searched by
/// halving first the blocks, then the block. Two levels are enough for the tens of millions that fit a map (a tree's third would save a
/// move of a few kilobytes once per block split). New entries wait in a backlog until somebody walks. One thread at a time.
/// </summary>
internal sealed class KeyOrder(OrderedBytesMap map) : IComparer<int>
{
    private const int BlockEntries = 256;
    private const int SortedFrom = 16; // a backlog of so many is worth sorting before it goes in
    private readonly Stack<int[]> _spare = [];
    private int[][] _blocks = new int[4][];
    private int[] _counts = new int[4];
    private int _blockCount;
    private int[] _backlog = new int[16];
    private int _waiting;

    /// <summary>Counts what makes positions stale: keys that came or went.</summary>
    public int Version { get; private set; }

    /// <summary>Remembers a new entry for the next seek.</summary>
    public void Await(int entry)
    {
        if (_waiting == _backlog.Length) Array.Resize(ref _backlog, _waiting * 2);
        _backlog[_waiting++] = entry;
        Version++;
    }

    /// <summary>The first key at or after this one.</summary>
    public OrderPosition AtOrAfter(ReadOnlySpan<byte> key, bool excluded)
    {
        CatchUp();
        var position = LowerBound(key);
        return excluded && IsAt(position, key) ? Step(position, reverse: false) : position;
    }

    /// <summary>The last key at or before this one.</summary>
    public OrderPosition AtOrBefore(ReadOnlySpan<byte> key, bool excluded)
    {
        CatchUp();
        var position = LowerBound(key);
        return !excluded && IsAt(position, key) ? position : Step(position, reverse: true);
    }

    /// <summary>The first key, or the last.</summary>
    public OrderPosition End(bool last)
    {
        CatchUp();
        return last ? Step(new OrderPosition(_blockCount, 0, Version), reverse: true) : new OrderPosition(0, 0, Version);
    }

    /// <summary>The next position, or the one before; the order must not have changed since.</summary>
    public OrderPosition Step(OrderPosition position, bool reverse)
    {
        var (block, index) = (position.Block, position.Index);
        if (!reverse) return index + 1 < _counts[block] ? new(block, index + 1, Version) : new(block + 1, 0, Version);
        if (index > 0) return new(block, index - 1, Version);
        return block > 0 ? new(block - 1, _counts[block - 1] - 1, Version) : new(-1, 0, Version);
    }

    /// <summary>The entry there; false beyond either end.</summary>
    public bool TryGet(OrderPosition position, out int entry)
    {
        var there = (uint)position.Block < (uint)_blockCount;
        entry = there ? _blocks[position.Block][position.Index] : -1;
        return there;
    }

    /// <summary>Takes a key out whose entry had been taken in.</summary>
    public void Remove(ReadOnlySpan<byte> key)
    {
        Version++;
        var (block, index, _) = LowerBound(key);
        var entries = _blocks[block];
        var count = --_counts[block];
        entries.AsSpan(index + 1, count - index).CopyTo(entries.AsSpan(index));
        if (count == 0) RemoveBlock(block);
        else if (block + 1 < _blockCount && count + _counts[block + 1] <= BlockEntries / 2) Merge(block);
    }

    /// <summary>Forgets every entry.</summary>
    public void Clear()
    {
        for (var i = 0; i < _blockCount; i++) _spare.Push(_blocks[i]);
        (_blockCount, _waiting) = (0, 0);
        Version++;
    }

    int IComparer<int>.Compare(int one, int other) => map.KeyAt(one).SequenceCompareTo(map.KeyAt(other));

    private void CatchUp()
    {
        if (_waiting == 0) return;
        var live = 0;
        for (var i = 0; i < _waiting; i++)
            if (map.EnterOrder(_backlog[i]))
                _backlog[live++] = _backlog[i];
        _waiting = 0;
        var entries = _backlog.AsSpan(0, live);
        if (live >= SortedFrom) entries.Sort(this);
        foreach (var entry in entries) Insert(entry);
        Version++;
    }

    private void Insert(int entry)
    {
        var key = map.KeyAt(entry);
        var (block, index, _) = AfterLast(key) ? new OrderPosition(_blockCount, 0, 0) : LowerBound(key);
        if (index == 0 && block > 0) (block, index) = (block - 1, _counts[block - 1]); // rather at the end of the block before
        if (block == _blockCount) InsertBlock(block, _spare.TryPop(out var spare) ? spare : new int[BlockEntries], 0);
        if (_counts[block] == BlockEntries)
        {
            // Keys that come in order fill their blocks; others leave both halves room.
            var kept = index == BlockEntries && block == _blockCount - 1 ? BlockEntries : BlockEntries / 2;
            Split(block, kept);
            if (index > kept || index == BlockEntries) (block, index) = (block + 1, index - kept);
        }
        var entries = _blocks[block];
        var count = _counts[block]++;
        entries.AsSpan(index, count - index).CopyTo(entries.AsSpan(index + 1));
        entries[index] = entry;
    }

    private bool AfterLast(ReadOnlySpan<byte> key) =>
        _blockCount == 0 || map.KeyAt(_blocks[_blockCount - 1][_counts[_blockCount - 1] - 1]).SequenceCompareTo(key) < 0;

    private OrderPosition LowerBound(ReadOnlySpan<byte> key)
    {
        // The last block that begins at or before the key holds its place, or ends just before it.
        var (low, high) = (0, _blockCount);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (map.KeyAt(_blocks[middle][0]).SequenceCompareTo(key) <= 0) low = middle + 1;
            else high = middle;
        }
        if (low == 0) return new(0, 0, Version);
        var block = low - 1;
        var entries = _blocks[block];
        (low, high) = (0, _counts[block]);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (map.KeyAt(entries[middle]).SequenceCompareTo(key) < 0) low = middle + 1;
            else high = middle;
        }
        return low < _counts[block] ? new(block, low, Version) : new(block + 1, 0, Version);
    }

    private bool IsAt(OrderPosition position, ReadOnlySpan<byte> key) => TryGet(position, out var entry) && map.KeyAt(entry).SequenceEqual(key);

    private void Split(int block, int kept)
    {
        var moved = _counts[block] - kept;
        var right = _spare.TryPop(out var spare) ? spare : new int[BlockEntries];
        _blocks[block].AsSpan(kept, moved).CopyTo(right);
        _counts[block] = kept;
        InsertBlock(block + 1, right, moved);
    }

    private void Merge(int block)
    {
        _blocks[block + 1].AsSpan(0, _counts[block + 1]).CopyTo(_blocks[block].AsSpan(_counts[block]));
        _counts[block] += _counts[block + 1];
        RemoveBlock(block + 1);
    }

    private void InsertBlock(int at, int[] entries, int count)
    {
        if (_blockCount == _blocks.Length)
        {
            Array.Resize(ref _blocks, _blockCount * 2);
            Array.Resize(ref _counts, _blockCount * 2);
        }
        Array.Copy(_blocks, at, _blocks, at + 1, _blockCount - at);
        Array.Copy(_counts, at, _counts, at + 1, _blockCount - at);
        (_blocks[at], _counts[at]) = (entries, count);
        _blockCount++;
    }

    private void RemoveBlock(int at)
    {
        _spare.Push(_blocks[at]);
        _blockCount--;
        Array.Copy(_blocks, at + 1, _blocks, at, _blockCount - at);
        Array.Copy(_counts, at + 1, _counts, at, _blockCount - at);
    }
}

/// <summary>A place in a <see cref="KeyOrder"/>, as long as its version stands.</summary>
internal readonly record struct OrderPosition(int Block, int Index, int Version);
