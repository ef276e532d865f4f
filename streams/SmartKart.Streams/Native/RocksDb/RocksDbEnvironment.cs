using System.Runtime.InteropServices;

namespace SmartKart.Streams.Native.RocksDb;

/// <summary>
/// What all databases of the process share: the library, the block cache, the options. Loaded with the first persistent store and never
/// let go: one cache for all is the point, and RocksDB's own threads are the process's too.
/// </summary>
internal sealed class RocksDbEnvironment
{
    private const int BlockCacheBytes = 64 << 20;    // for all stores together; past it, the system's page cache
    // Per store, and up to three: one written, others on their way to disk. Sixteen of a MB each, merged on their way to disk, make a
    // windowed count cheaper by a quarter, but a walk, which visits each of them, five times as dear (7.8 as Debian builds it).
    private const int WriteBufferBytes = 16 << 20;
    private const int WriteBuffers = 3;
    private const int OpenFiles = 512;               // per store
    private const int BackgroundJobs = 2;
    private const double BloomBitsPerKey = 10;       // 1 % of the files that lack a key are read for it
    private const double MemtableBloomRatio = 0.05;  // of the write buffer: most keys are not in it, and its search is long
    private const int Lz4 = 4;                       // rocksdb_lz4_compression
    private const int WarnLevel = 2;                 // of RocksDB's own LOG file, beside the data
    private const int BinaryAndHash = 1;             // a hash index inside data blocks: for single keys, half the search
    private const double HashRatio = 0.75;
    private const int FormatVersion = 5;             // of tables: the full filters that RocksDB 6.6 brought

    private static readonly Lock Loading = new(); // guards the field below
    private static RocksDbEnvironment? _loaded;
    private readonly ReadOptionsHandle _reading;

    private RocksDbEnvironment()
    {
        using var cache = RocksDbOptionsApi.CreateCache(BlockCacheBytes); // counted: the table options keep it
        using var table = RocksDbOptionsApi.CreateTable();
        RocksDbOptionsApi.SetBlockCache(table, cache);
        RocksDbOptionsApi.SetFilterPolicy(table, RocksDbOptionsApi.CreateBloomFilter(BloomBitsPerKey));
        RocksDbOptionsApi.SetFormatVersion(table, FormatVersion);
        RocksDbOptionsApi.SetDataBlockIndex(table, BinaryAndHash);
        RocksDbOptionsApi.SetDataBlockHashRatio(table, HashRatio);
        Options = RocksDbOptionsApi.Create();
        RocksDbOptionsApi.SetCreateIfMissing(Options, 1);
        RocksDbOptionsApi.SetWriteBufferSize(Options, WriteBufferBytes);
        RocksDbOptionsApi.SetMaxWriteBufferNumber(Options, WriteBuffers);
        RocksDbOptionsApi.SetMaxOpenFiles(Options, OpenFiles);
        RocksDbOptionsApi.SetMaxBackgroundJobs(Options, BackgroundJobs);
        RocksDbOptionsApi.SetCompression(Options, Lz4);
        RocksDbOptionsApi.SetAllowConcurrentMemtableWrite(Options, 0); // a store has one writer
        RocksDbOptionsApi.SetMemtableBloomSizeRatio(Options, MemtableBloomRatio);
        RocksDbOptionsApi.SetMemtableWholeKeyFiltering(Options, 1);
        RocksDbOptionsApi.SetInfoLogLevel(Options, WarnLevel);
        RocksDbOptionsApi.SetKeepLogFileNumber(Options, 2);
        RocksDbOptionsApi.SetStatsDumpPeriod(Options, 0);
        RocksDbOptionsApi.SetBlockBasedTable(Options, table);
        _reading = RocksDbOptionsApi.CreateReadOptions();
        Writing = RocksDbOptionsApi.CreateWriteOptions();
        RocksDbOptionsApi.DisableLog(Writing, 1); // the changelog is the log
        Flushing = RocksDbOptionsApi.CreateFlushOptions();
    }

    /// <summary>How databases are opened.</summary>
    internal OptionsHandle Options { get; }

    /// <summary>
    /// How keys are looked up. This object is never let go, so nobody counts who uses these options: counting them per lookup, all threads
    /// would write to one cache line.
    /// </summary>
    internal nint Reading => _reading.DangerousGetHandle();

    /// <summary>How they are written.</summary>
    internal WriteOptionsHandle Writing { get; }

    /// <summary>How they are flushed: to the end.</summary>
    internal FlushOptionsHandle Flushing { get; }

    /// <summary>Loads the library, once.</summary>
    /// <param name="missing">Is set to why it cannot be loaded and what to do; null where it is.</param>
    internal static RocksDbEnvironment? Load(out string? missing)
    {
        lock (Loading)
        {
            missing = null;
            if (_loaded is not null) return _loaded;
            // Loaded by the name under which the declarations ask for it, it stays loaded for them.
            if (NativeLibrary.TryLoad(RocksDbApi.Library, out _)) return _loaded = new RocksDbEnvironment();
            missing = $"the library {RocksDbApi.Library} cannot be loaded. Install it with 'apt-get install librocksdb7.8', or use an in-memory store.";
            return null;
        }
    }
}
