namespace SmartKart.FeatureStore.Aggregation.Sketches;

/// <summary>
/// Says whether a list of different hashes has one, by open addressing over their places. It takes in what the list has grown by when it is
/// asked, so that a list that is never searched costs nothing. Hot path.
/// </summary>
internal struct HashPlaces
{
    private const int SlotsPerHash = 4;

    private int[]? _slots;      // a hash's place and one, or 0
    private int _count;

    /// <summary>Notes that the hash comes to be the list's next, unless the list has it.</summary>
    /// <param name="hashes">The list. It only grows, until <see cref="Clear"/>.</param>
    /// <param name="hash">The hash.</param>
    /// <returns>Whether the list doesn't have it, and the caller must append it.</returns>
    public bool TryAdd(ReadOnlySpan<ulong> hashes, ulong hash)
    {
        if (_slots is null || _slots.Length < (hashes.Length + 1) * (SlotsPerHash / 2)) Grow(hashes.Length + 1);
        for (; _count < hashes.Length; _count++) _slots![SlotOf(hashes, hashes[_count])] = _count + 1;
        ref var slot = ref _slots![SlotOf(hashes, hash)];
        if (slot != 0) return false;
        slot = ++_count;
        return true;
    }

    /// <summary>The list is empty again.</summary>
    public void Clear()
    {
        if (_count > 0) Array.Clear(_slots!);
        _count = 0;
    }

    // That of the hash, or the free one where it would be.
    private readonly int SlotOf(ReadOnlySpan<ulong> hashes, ulong hash)
    {
        var slots = _slots!;
        var at = (int)hash & (slots.Length - 1);
        while (slots[at] is > 0 and var place && hashes[place - 1] != hash) at = (at + 1) & (slots.Length - 1);
        return at;
    }

    private void Grow(int hashes)
    {
        _slots = new int[System.Numerics.BitOperations.RoundUpToPowerOf2((uint)(hashes * SlotsPerHash))];
        _count = 0;
    }
}
