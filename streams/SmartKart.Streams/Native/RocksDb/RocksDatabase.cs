using SmartKart.Streams.State.Bytes;

namespace SmartKart.Streams.Native.RocksDb;

/// <summary>One open database. Any thread reads; one writes. Hot path: per record.</summary>
internal sealed class RocksDatabase : IDisposable
{
    private const int NoPerfCounts = 1; // rocksdb_disable
    private readonly RocksDbEnvironment _environment;
    private readonly DatabaseHandle _handle;

    [ThreadStatic]
    private static bool _isCountingStopped;

    private RocksDatabase(RocksDbEnvironment environment, DatabaseHandle handle) => (_environment, _handle) = (environment, handle);

    /// <summary>Opens a database, or makes one.</summary>
    /// <param name="environment">The loaded library.</param>
    /// <param name="folder">Its folder.</param>
    /// <param name="database">Is set to it, if the status is fine.</param>
    public static RocksDbStatus Open(RocksDbEnvironment environment, string folder, out RocksDatabase? database)
    {
        nint error = 0;
        var handle = RocksDbApi.Open(environment.Options, folder, ref error);
        var status = RocksDbStatus.Take(error);
        if (status.IsOk) database = new RocksDatabase(environment, handle);
        else
        {
            handle.Dispose();
            database = null;
        }
        return status;
    }

    /// <summary>Roughly how many keys there are.</summary>
    public long EstimatedKeys => NumberOf("rocksdb.estimate-num-keys");

    /// <summary>Roughly how many bytes live entries take, on disk and in tables that wait to be written there.</summary>
    public long EstimatedBytes => NumberOf("rocksdb.estimate-live-data-size") + NumberOf("rocksdb.cur-size-all-mem-tables");

    /// <summary>Looks a key up.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">Is set to the value, where there is one.</param>
    /// <param name="found">Whether there is one.</param>
    public unsafe RocksDbStatus Get(ReadOnlySpan<byte> key, ByteBuffer value, out bool found)
    {
        StopCounting();
        nint error = 0;
        nint slice;
        fixed (byte* first = key) slice = RocksDbApi.GetPinned(_handle, _environment.Reading, first, (nuint)key.Length, ref error);
        found = slice != 0;
        if (found)
        {
            // The value stays where RocksDB has it, pinned, until it is copied here: no malloc on the way.
            var bytes = RocksDbApi.PinnedValue(slice, out var length);
            value.Set(new ReadOnlySpan<byte>(bytes, checked((int)length)));
            RocksDbApi.DestroyPinned(slice);
        }
        return error == 0 ? RocksDbStatus.Ok : RocksDbStatus.Take(error);
    }

    /// <summary>Writes a batch, all or nothing.</summary>
    public RocksDbStatus Write(RocksBatch batch)
    {
        StopCounting();
        nint error = 0;
        RocksDbApi.Write(_handle, _environment.Writing, batch.Handle, ref error);
        return RocksDbStatus.Take(error);
    }

    /// <summary>Brings to disk what was written; ends when it is there.</summary>
    public RocksDbStatus Flush()
    {
        nint error = 0;
        RocksDbApi.Flush(_handle, _environment.Flushing, ref error);
        return RocksDbStatus.Take(error);
    }

    /// <summary>Deletes the files that hold nothing but keys from the one up to, and without, the other.</summary>
    public unsafe RocksDbStatus DeleteFiles(ReadOnlySpan<byte> from, ReadOnlySpan<byte> limit)
    {
        nint error = 0;
        fixed (byte* first = from)
        fixed (byte* end = limit)
        {
            RocksDbApi.DeleteFilesInRange(_handle, first, (nuint)from.Length, end, (nuint)limit.Length, ref error);
        }
        return RocksDbStatus.Take(error);
    }

    /// <summary>
    /// Opens an iterator over what is written now, from the first key up to, and without, the limit, which is not before it. RocksDB is told
    /// the bounds: it would look for the next key beyond them, past all deletions that lie there.
    /// </summary>
    public RocksIterator Iterate(ReadOnlySpan<byte> first, ReadOnlySpan<byte> limit)
    {
        StopCounting();
        using var options = RocksDbOptionsApi.CreateReadOptions(); // counted: the iterator keeps it
        options.SetBounds(first, limit);
        var iterator = RocksDbApi.CreateIterator(_handle, options);
        iterator.Keep(_handle, options);
        return new RocksIterator(iterator);
    }

    /// <summary>Closes it, once those who read it are done.</summary>
    public void Dispose() => _handle.Dispose();

    // RocksDB counts, per thread, each comparison of two keys, for a profile that nobody here reads: a fifth of what a lookup takes.
    private static void StopCounting()
    {
        if (_isCountingStopped) return;
        RocksDbApi.SetPerfLevel(NoPerfCounts);
        _isCountingStopped = true;
    }

    private long NumberOf(string property) => RocksDbApi.Property(_handle, property, out var number) == 0 ? (long)number : 0;
}
