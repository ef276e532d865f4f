namespace SmartKart.Prometheus.Series;

/// <summary>
/// Series by their tags: an open hash table that is read without a lock. An entry never changes once it is in, and a table that gets too full is
/// replaced by a larger one. Who adds holds a lock.
/// </summary>
internal sealed class SeriesTable
{
    private const int SlotsAtFirst = 16;

    private Entry?[] _slots = new Entry?[SlotsAtFirst];      // a power of two, never more than half full
    private int _count;

    /// <summary>Looks a set of tags up; they count as different in another order. Hot path.</summary>
    public MetricSeries? Find(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var hash = HashOf(tags);
        var slots = Volatile.Read(ref _slots);
        for (var at = hash & (slots.Length - 1); ; at = (at + 1) & (slots.Length - 1))
        {
            if (Volatile.Read(ref slots[at]) is not { } entry) return null;
            if (entry.Hash == hash && AreEqual(entry.Tags, tags)) return entry.Series;
        }
    }

    /// <summary>Adds one that isn't there.</summary>
    public void Add(ReadOnlySpan<KeyValuePair<string, object?>> tags, MetricSeries series)
    {
        if (++_count * 2 > _slots.Length)
        {
            var larger = new Entry?[_slots.Length * 2];
            foreach (var entry in _slots)
            {
                if (entry is not null) Put(larger, entry);
            }
            Volatile.Write(ref _slots, larger);
        }
        Put(_slots, new Entry(HashOf(tags), tags.ToArray(), series));
    }

    private static void Put(Entry?[] slots, Entry entry)
    {
        var at = entry.Hash & (slots.Length - 1);
        while (slots[at] is not null) at = (at + 1) & (slots.Length - 1);
        Volatile.Write(ref slots[at], entry);
    }

    private static int HashOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var hash = new HashCode();
        foreach (ref readonly var tag in tags) hash.Add(tag.Value);      // names are those of the call, the same each time
        return hash.ToHashCode();
    }

    private static bool AreEqual(KeyValuePair<string, object?>[] mine, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (mine.Length != tags.Length) return false;
        for (var at = 0; at < mine.Length; at++)
        {
            if (mine[at].Key != tags[at].Key || !Equals(mine[at].Value, tags[at].Value)) return false;
        }
        return true;
    }

    private sealed record Entry(int Hash, KeyValuePair<string, object?>[] Tags, MetricSeries Series);
}
