using SmartKart.Warehouse.DuckDb.Parquet;

namespace SmartKart.FeatureStore.Offline;

/// <summary>What a sweep may use of the machine.</summary>
public sealed record OfflineOptions
{
    /// <summary>The least limit that leaves room to work: a few row groups, and what each thread holds.</summary>
    public const long MemoryLimitMin = 64L << 20;

    /// <summary>
    /// Bytes, from 64 MiB; past them sorted runs and results go to <see cref="TempFolder"/>. Null, the default, is half of what the machine has,
    /// and at most what is free. The events of one key are held at once whatever the limit.
    /// </summary>
    public long? MemoryLimit
    {
        get;
        init
        {
            if (value is { } bytes) ArgumentOutOfRangeException.ThrowIfLessThan(bytes, MemoryLimitMin);
            field = value;
        }
    }

    /// <summary>Threads, from 1; null, the default, is one per core.</summary>
    public int? Threads
    {
        get;
        init
        {
            if (value is { } threads) ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
            field = value;
        }
    }

    /// <summary>Where what doesn't fit into memory goes, in a folder of its own that is removed at the end; null, the default, is the system's.</summary>
    public string? TempFolder { get; init; }

    /// <summary>How the training set is written: compression, row groups, whether a file that is there may be replaced.</summary>
    public ParquetWriteOptions Output { get; init; } = new() { Compression = ParquetCompression.Snappy };

    internal int ThreadsOrCores => Threads ?? Environment.ProcessorCount;

    internal long MemoryLimitOrHalf()
    {
        if (MemoryLimit is { } limit) return limit;
        // What is in use is known to the runtime from its last collection.
        if (GC.CollectionCount(0) == 0) GC.Collect(0);
        var memory = GC.GetGCMemoryInfo();
        return Math.Max(MemoryLimitMin, Math.Min(memory.TotalAvailableMemoryBytes / 2, memory.TotalAvailableMemoryBytes - memory.MemoryLoadBytes));
    }
}
