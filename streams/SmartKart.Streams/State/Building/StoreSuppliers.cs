using SmartKart.Streams.State.Bytes;
using SmartKart.Streams.State.Segments;
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

    internal IBytesStore Open(StoreContext context) =>
        IsPersistent && context.TaskDirectory is not null ? throw new NotSupportedException("RocksDB") : new MemoryBytesStore();
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

    internal SegmentedBytesStore Open(StoreContext context)
    {
        var rule = new SegmentRule(WindowKeys.Time, SegmentedBytesStore.IntervalFor(Retention));
        if (IsPersistent && context.TaskDirectory is not null) throw new NotSupportedException("RocksDB");
        return new SegmentedBytesStore(new MemorySegments(rule), rule, Retention);
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

    internal SegmentedBytesStore Open(StoreContext context)
    {
        var rule = new SegmentRule(Sessions.SessionKeys.Time, SegmentedBytesStore.IntervalFor(Retention));
        if (IsPersistent && context.TaskDirectory is not null) throw new NotSupportedException("RocksDB");
        return new SegmentedBytesStore(new MemorySegments(rule), rule, Retention);
    }
}
