using System.Buffers.Binary;
using System.Text;
using SmartKart.Streams.Native.RocksDb;
using SmartKart.Streams.State.Bytes;
using SmartKart.Streams.State.Segments;

namespace SmartKart.Streams.State.Persistent;

/// <summary>
/// A store's database: one RocksDB, without a log of its own, since the changelog is that. What a commit writes, the changelog offset and
/// stream time among it, is one batch in one column family: RocksDB brings batches to disk in order, so after a crash the offset found
/// there is that of the data found there, and the changelog has the rest. Keys:
/// <code>
/// 00 'd'                   the folder's description
/// 00 'o'                   changelog offset, 8 bytes big-endian
/// 00 't'                   stream time, 8 bytes big-endian
/// 01 key                   an entry
/// 01 segment key           an entry of a segment, its number in 8 bytes, big-endian, sign bit flipped
/// </code>
/// What is damaged or somebody else's is thrown away at opening. Any thread reads; one writes.
/// </summary>
internal sealed class RocksStorage : IDisposable
{
    internal const byte DataPrefix = 1;
    private readonly StoreFolder _folder;
    private readonly RocksDatabase _database;
    private readonly RocksBatch _batch = new();
    private readonly CursorPool<ByteBuffer> _keys = new();
    private bool _isDamaged; // found while open: the next opening must not trust the folder

    private RocksStorage(StoreFolder folder, RocksDatabase database) => (_folder, _database) = (folder, database);

    /// <summary>As <see cref="IBytesStore.RebuildCause"/>.</summary>
    public string? RebuildCause { get; private init; }

    /// <summary>As <see cref="IBytesStore.ChangelogOffset"/>.</summary>
    public long? ChangelogOffset { get; private set; }

    /// <summary>Stream time as last written.</summary>
    public long StreamTimeMs { get; private set; } = StreamClock.Unknown;

    /// <summary>As <see cref="IBytesReader.ApproximateEntries"/>: RocksDB's estimate.</summary>
    public long ApproximateEntries
    {
        get
        {
            try
            {
                return _database.EstimatedKeys;
            }
            catch (ObjectDisposedException closed)
            {
                throw InvalidStateStoreException.Closed(_folder.Store, closed);
            }
        }
    }

    /// <summary>As <see cref="IBytesStore.ApproximateBytes"/>: what files hold that is not overwritten, and what waits in memory to become one.</summary>
    public long ApproximateBytes
    {
        get
        {
            try
            {
                return _database.EstimatedBytes;
            }
            catch (ObjectDisposedException closed)
            {
                throw InvalidStateStoreException.Closed(_folder.Store, closed);
            }
        }
    }

    private static ReadOnlySpan<byte> DescriptionKey => [0, (byte)'d'];

    private static ReadOnlySpan<byte> OffsetKey => [0, (byte)'o'];

    private static ReadOnlySpan<byte> StreamTimeKey => [0, (byte)'t'];

    /// <summary>Opens a store's database; where it cannot be used, an empty one in its place.</summary>
    /// <exception cref="StateStoreException">The library is missing, the disk full, the folder in use or out of reach.</exception>
    public static RocksStorage Open(StoreFolder folder)
    {
        var environment = RocksDbEnvironment.Load(out var missing) ?? throw folder.Fault(missing!);
        var isUsed = folder.Create();
        var unusable = isUsed ? TryOpen(environment, folder, out var storage) : TryCreate(environment, folder, null, out storage);
        if (unusable is null) return storage!;
        folder.Wipe();
        return TryCreate(environment, folder, unusable, out storage) is { } again
            ? throw folder.Fault($"its folder {folder.Path} cannot be used even when it is empty ({again}). Set another state directory.")
            : storage!;
    }

    /// <summary>Looks up a key with its prefix.</summary>
    public bool TryGet(ReadOnlySpan<byte> key, ByteBuffer value)
    {
        RocksDbStatus status;
        bool found;
        try
        {
            status = _database.Get(key, value, out found);
        }
        catch (ObjectDisposedException closed)
        {
            throw InvalidStateStoreException.Closed(_folder.Store, closed);
        }
        return status.IsOk ? found : throw Broken("a read", status);
    }

    /// <summary>Opens a walk over the keys, prefixes included, from the first up to, and without, the limit.</summary>
    public RocksIterator Iterate(ReadOnlySpan<byte> first, ReadOnlySpan<byte> limit)
    {
        try
        {
            return _database.Iterate(first, limit);
        }
        catch (ObjectDisposedException closed)
        {
            throw InvalidStateStoreException.Closed(_folder.Store, closed);
        }
    }

    /// <summary>The batch, empty, to be filled and written.</summary>
    public RocksBatch BeginBatch()
    {
        _batch.Clear();
        return _batch;
    }

    /// <summary>Writes the batch with the offset and stream time that hold after it, all or nothing.</summary>
    public void WriteBatch(long? changelogOffset, long streamTimeMs = StreamClock.Unknown)
    {
        Span<byte> number = stackalloc byte[sizeof(long)];
        if (changelogOffset is { } offset)
        {
            BinaryPrimitives.WriteInt64BigEndian(number, offset);
            _batch.Put(OffsetKey, number);
        }
        if (streamTimeMs != StreamTimeMs)
        {
            BinaryPrimitives.WriteInt64BigEndian(number, streamTimeMs);
            _batch.Put(StreamTimeKey, number);
        }
        var status = _database.Write(_batch);
        if (!status.IsOk) throw Broken("a commit", status);
        ChangelogOffset = changelogOffset ?? ChangelogOffset;
        StreamTimeMs = streamTimeMs;
    }

    /// <summary>Brings to disk what was written.</summary>
    public void Flush()
    {
        var status = _database.Flush();
        if (!status.IsOk) throw Broken("a flush", status);
    }

    /// <summary>Gives the disk back what lies in a range that was deleted; what shares a file with others goes when files are merged.</summary>
    public void ReleaseFiles(ReadOnlySpan<byte> from, ReadOnlySpan<byte> limit)
    {
        var status = _database.DeleteFiles(from, limit);
        if (!status.IsOk) throw Broken("dropping old segments", status);
    }

    /// <summary>Borrows a buffer for a key with its prefix; any thread.</summary>
    public ByteBuffer RentKey()
    {
        var key = _keys.Take() ?? new ByteBuffer(64);
        key.Clear();
        return key;
    }

    /// <summary>Gives it back.</summary>
    public void ReturnKey(ByteBuffer key) => _keys.Return(key);

    /// <summary>The exception for a status that was met while reading or writing.</summary>
    public StateStoreException Broken(string doing, RocksDbStatus status)
    {
        if (status.Kind == RocksDbStatusKind.Corrupt) _isDamaged = true;
        return _folder.Fault(doing, status);
    }

    /// <summary>Brings what was written to disk and closes.</summary>
    public void Dispose()
    {
        // Where the flush fails, a full disk say, what it had to bring is in the changelog, and restored from there.
        if (!_isDamaged) _database.Flush();
        _batch.Dispose();
        _database.Dispose();
        if (_isDamaged) _folder.Wipe();
    }

    private static string? TryOpen(RocksDbEnvironment environment, StoreFolder folder, out RocksStorage? storage)
    {
        storage = null;
        var status = RocksDatabase.Open(environment, folder.Path, out var database);
        if (status.Kind == RocksDbStatusKind.Corrupt) return status.Text;
        if (!status.IsOk) throw folder.Fault("opening the database", status);
        var opened = new RocksStorage(folder, database!);
        var unusable = opened.ReadDescription();
        if (unusable is null) storage = opened;
        else
        {
            opened._batch.Dispose();
            database!.Dispose();
        }
        return unusable;
    }

    private static string? TryCreate(RocksDbEnvironment environment, StoreFolder folder, string? cause, out RocksStorage? storage)
    {
        storage = null;
        var status = RocksDatabase.Open(environment, folder.Path, out var database);
        if (status.Kind == RocksDbStatusKind.Corrupt) return status.Text;
        if (!status.IsOk) throw folder.Fault("making the database", status);
        storage = new RocksStorage(folder, database!) { RebuildCause = cause };
        storage._batch.Put(DescriptionKey, Encoding.UTF8.GetBytes(folder.Description));
        storage.WriteBatch(null);
        storage.Flush(); // from now on the folder says what it is, whatever happens
        return null;
    }

    // Null where the folder is this store's; else why not.
    private string? ReadDescription()
    {
        var value = new ByteBuffer();
        var status = _database.Get(DescriptionKey, value, out var found);
        if (!status.IsOk) return status.Text;
        if (!found) return "its folder holds files of something else, or lost those that say what it is";
        var description = Encoding.UTF8.GetString(value.Written);
        if (description != _folder.Description) return $"its folder holds '{description}', and '{_folder.Description}' is wanted";
        ChangelogOffset = ReadNumber(OffsetKey, value, ref status);
        StreamTimeMs = ReadNumber(StreamTimeKey, value, ref status) ?? StreamClock.Unknown;
        return status.IsOk ? null : status.Text;
    }

    private long? ReadNumber(ReadOnlySpan<byte> key, ByteBuffer value, ref RocksDbStatus status)
    {
        if (!status.IsOk) return null;
        status = _database.Get(key, value, out var found);
        return status.IsOk && found ? BinaryPrimitives.ReadInt64BigEndian(value.Written) : null;
    }
}
