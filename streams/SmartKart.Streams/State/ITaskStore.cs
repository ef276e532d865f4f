using SmartKart.Streams.State.Bytes;

namespace SmartKart.Streams.State;

/// <summary>
/// A store as its task sees it. What a processor writes stays beside the committed state until the task commits: then the cache is
/// forwarded (<see cref="FlushCache"/>), the writes go to the changelog (<see cref="WriteChangelog"/>), and once the transaction that
/// holds them is committed they become the committed state (<see cref="Commit"/>). An abort forgets them (<see cref="Rollback"/>).
/// </summary>
internal interface ITaskStore : IStateStore, IDisposable
{
    /// <summary>What is committed; restored into, and read by standby tasks.</summary>
    IBytesStore Committed { get; }

    /// <summary>What was written since the last commit takes about so much memory.</summary>
    long UncommittedBytes { get; }

    /// <summary>Forwards what changed since the last commit to whoever listens, each key once. Without caching there is nothing to do.</summary>
    void FlushCache();

    /// <summary>Gives each key's last write since the last commit to the changelog.</summary>
    void WriteChangelog(IChangelog changelog);

    /// <summary>Makes what was written the committed state, all or nothing.</summary>
    /// <param name="changelogOffset">Where the changelog stands after these writes; null leaves it as it was (nothing written, or no changelog).</param>
    void Commit(long? changelogOffset);

    /// <summary>Forgets what was written since the last commit.</summary>
    void Rollback();

    /// <summary>The store as other threads may read it: an <c>IReadOnly…Store</c>.</summary>
    /// <param name="committedOnly">Not what is yet uncommitted, which might be taken back.</param>
    object ReadOnlyView(bool committedOnly);
}

/// <summary>Where a store's writes go so that another machine can restore it.</summary>
internal interface IChangelog
{
    /// <summary>Appends a write.</summary>
    void Append(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value);

    /// <summary>Appends a deletion.</summary>
    void AppendTombstone(ReadOnlySpan<byte> key);
}

/// <summary>Is told what a cached store's key became, once per commit.</summary>
/// <param name="key">The key.</param>
/// <param name="change">Its value now, and, of a deletion or where it was asked for, at the last commit.</param>
/// <param name="timestampMs">The time of the record that made it so.</param>
internal delegate void FlushListener<K, V>(K key, in Change<V> change, long timestampMs);

/// <summary>A store that can hold back what it tells downstream until the commit: a table's. K is <c>Windowed</c> for windows and sessions.</summary>
internal interface ICachedStore<K, V>
{
    /// <summary>Changes are held back until <see cref="ITaskStore.FlushCache"/>; otherwise the processor forwards each itself.</summary>
    bool IsCaching { get; }

    /// <summary>Who is told.</summary>
    /// <param name="listener">Is called once for each key that changed.</param>
    /// <param name="withOld">Whether it is told the values before too: each is looked up in what is committed, on disk as a rule.</param>
    void SetFlushListener(FlushListener<K, V> listener, bool withOld);
}
