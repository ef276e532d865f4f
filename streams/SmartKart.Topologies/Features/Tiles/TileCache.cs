using System.Diagnostics.CodeAnalysis;
using SmartKart.FeatureStore.Tiles;
using SmartKart.Topologies.Features.Rows;

namespace SmartKart.Topologies.Features.Tiles;

/// <summary>
/// The entities that a task saw lately, decoded: those of this generation and of the one before. What neither has comes from the stores. A generation
/// ends when it has half as many as are kept, so an entity leaves after as many others came; its object serves the next. Hot path: per row.
/// </summary>
internal sealed class TileCache
{
    private readonly FeatureGroup _group;
    private readonly TileStore[] _stores;
    private readonly int _generationMax;
    private readonly long _firstSequence;
    private readonly Stack<TileEntry> _idle = new();
    private Dictionary<byte[], TileEntry> _young = new(BytesComparer.Instance);
    private Dictionary<byte[], TileEntry> _old = new(BytesComparer.Instance);
    private Dictionary<byte[], TileEntry>.AlternateLookup<ReadOnlySpan<byte>> _youngByBytes;
    private Dictionary<byte[], TileEntry>.AlternateLookup<ReadOnlySpan<byte>> _oldByBytes;

    /// <param name="group">Whose entities.</param>
    /// <param name="stores">Of each view.</param>
    /// <param name="entitiesMax">How many are kept, about.</param>
    /// <param name="firstSequence">The number before that of a key's first write.</param>
    public TileCache(FeatureGroup group, TileStore[] stores, int entitiesMax, long firstSequence)
    {
        (_group, _stores, _generationMax, _firstSequence) = (group, stores, Math.Max(1, entitiesMax / 2), firstSequence);
        LookUp();
    }

    /// <summary>An entity's tiles.</summary>
    public TileEntry Of(ReadOnlySpan<byte> key)
    {
        if (_youngByBytes.TryGetValue(key, out var entry)) return entry;
        if (!_oldByBytes.Remove(key, out _, out entry)) entry = Load(key);
        _young.Add(entry.Key, entry);
        return entry;
    }

    /// <summary>An entity's tiles of a view, from its store the first time.</summary>
    public TilePair PairOf(TileEntry entry, int view)
    {
        if ((entry.Read & (1UL << view)) != 0) return entry.Pairs[view]!;       // it was read
        var pair = entry.Pairs[view] ??= new TilePair(_group.Views[view].Tiles);
        entry.Sequences[view] = Math.Max(_firstSequence, _stores[view].Read(entry.Key, pair));
        entry.Read |= 1UL << view;
        return pair;
    }

    /// <summary>Lets go of entities beyond what is kept. Only between commits: none may have changed.</summary>
    public void Trim()
    {
        if (_young.Count < _generationMax) return;
        foreach (var entry in _old.Values)
        {
            if (_idle.Count < _generationMax) _idle.Push(entry);
        }
        _old.Clear();
        (_young, _old) = (_old, _young);
        LookUp();
    }

    private TileEntry Load(ReadOnlySpan<byte> key)
    {
        if (!_idle.TryPop(out var entry)) entry = new TileEntry(_group);
        (entry.Key, entry.Values, entry.Read, entry.Changed) = (key.ToArray(), EntityKey.Read(_group, key), 0, 0);
        return entry;
    }

    private void LookUp() =>
        (_youngByBytes, _oldByBytes) = (_young.GetAlternateLookup<ReadOnlySpan<byte>>(), _old.GetAlternateLookup<ReadOnlySpan<byte>>());

    private sealed class BytesComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static readonly BytesComparer Instance = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode([DisallowNull] byte[] bytes) => GetHashCode(bytes.AsSpan());

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = new HashCode();
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
