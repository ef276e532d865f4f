using SmartKart.Streams.State.Bytes;
using SmartKart.Streams.State.Persistent;
using SmartKart.Streams.State.Segments;
using SmartKart.Streams.State.Sessions;
using SmartKart.Streams.State.Windowed;

namespace SmartKart.Streams.State;

/// <summary>Where a key-value store keeps its bytes. Made by <see cref="Stores"/>.</summary>
public sealed record KeyValueBytesStoreSupplier
{
    internal KeyValueBytesStoreSupplier(string name, bool isPersistent) => (Name, IsPersistent) = (StoreName.Checked(name), isPersistent);

    /// <summary>The store's name.</summary>
    public string Name { get; }

    /// <summary>Whether it outlives the process on this machine's disk.</summary>
    public bool IsPersistent { get; }

    internal IBytesStore Open(StoreContext context, string values) => IsPersistent && context.TaskDirectory is { } directory
        ? new RocksDbBytesStore(RocksStorage.Open(StoreFolder.Of(context, directory, Name, $"key-value, {values} values")))
        : new MemoryBytesStore();
}

/// <summary>Where a window store keeps its bytes, and for how long. Made by <see cref="Stores"/>.</summary>
public sealed record WindowBytesStoreSupplier
{
    internal WindowBytesStoreSupplier(string name, bool isPersistent, TimeSpan retention, TimeSpan windowSize, bool retainDuplicates)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(windowSize, TimeSpan.Zero);
        if (retention < windowSize || retention < TimeSpan.FromMilliseconds(1))
            throw new ArgumentOutOfRangeException(
                nameof(retention), retention, $"Window store '{name}' must keep its windows at least for their size, {windowSize}, and a millisecond.");
        (Name, IsPersistent, Retention, WindowSize, RetainDuplicates) = (StoreName.Checked(name), isPersistent, retention, windowSize, retainDuplicates);
    }

    /// <summary>The store's name.</summary>
    public string Name { get; }

    /// <summary>Whether it outlives the process on this machine's disk.</summary>
    public bool IsPersistent { get; }

    /// <summary>How long a window is kept after its start, in stream time.</summary>
    public TimeSpan Retention { get; }

    /// <summary>How long a window is.</summary>
    public TimeSpan WindowSize { get; }

    /// <summary>Whether puts of one key and start are kept beside each other, not one in place of the other.</summary>
    public bool RetainDuplicates { get; }

    internal WindowSettings Settings => new((long)Retention.TotalMilliseconds, (long)WindowSize.TotalMilliseconds, RetainDuplicates);

    internal SegmentedBytesStore Open(StoreContext context, string values)
    {
        var kind = $"windows of {WindowSize}{(RetainDuplicates ? " with duplicates" : "")}, {values} values";
        return SegmentStorage.Open(context, Name, IsPersistent, kind, WindowKeys.Time, Retention);
    }
}

/// <summary>Where a session store keeps its bytes, and for how long. Made by <see cref="Stores"/>.</summary>
public sealed record SessionBytesStoreSupplier
{
    internal SessionBytesStoreSupplier(string name, bool isPersistent, TimeSpan retention)
    {
        if (retention < TimeSpan.FromMilliseconds(1))
            throw new ArgumentOutOfRangeException(nameof(retention), retention, $"Session store '{name}' must keep its sessions at least for a millisecond.");
        (Name, IsPersistent, Retention) = (StoreName.Checked(name), isPersistent, retention);
    }

    /// <summary>The store's name.</summary>
    public string Name { get; }

    /// <summary>Whether it outlives the process on this machine's disk.</summary>
    public bool IsPersistent { get; }

    /// <summary>How long a session is kept after its end, in stream time.</summary>
    public TimeSpan Retention { get; }

    internal SegmentedBytesStore Open(StoreContext context) =>
        SegmentStorage.Open(context, Name, IsPersistent, "sessions", SessionKeys.Time, Retention);
}

/// <summary>Opens the segments of window and session stores.</summary>
internal static class SegmentStorage
{
    /// <summary>On disk where the store is persistent and its task has a folder; else in memory.</summary>
    public static SegmentedBytesStore Open(StoreContext context, string store, bool isPersistent, string kind, KeyTime time, TimeSpan retention)
    {
        var rule = new SegmentRule(time, SegmentedBytesStore.IntervalFor(retention));
        if (!isPersistent || context.TaskDirectory is not { } directory) return new SegmentedBytesStore(new MemorySegments(rule), rule, retention);
        // A store whose retention changed has other segments, and is filled anew from its changelog.
        var folder = StoreFolder.Of(context, directory, store, $"{kind}; segments of {rule.IntervalMs} ms, kept for {retention}");
        return new SegmentedBytesStore(new RocksDbSegments(RocksStorage.Open(folder), rule), rule, retention);
    }
}
