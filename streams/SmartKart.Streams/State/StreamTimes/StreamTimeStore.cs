using System.Buffers.Binary;
using SmartKart.Streams.State.Bytes;
using SmartKart.Streams.State.Typed;

namespace SmartKart.Streams.State.StreamTimes;

/// <summary>
/// Stream time as one operator observes it: the latest time of a record that reached it. By it windows close, so it is state like any
/// other: taken back when a transaction is aborted, and there again after a restart. Kafka Streams' own begins anew then, and takes
/// records that it had turned away before. In memory, with a changelog of one key. Hot path: <see cref="Advance"/>.
/// </summary>
internal class StreamTimeStore(string name) : TaskStore(name, new UncommittedWrites(new MemoryBytesStore()))
{
    private const long Unknown = -1; // as the stream time of a task before its first record
    private static readonly byte[] _clockKey = [0];
    private readonly ByteBuffer _value = new(sizeof(long));
    private long _streamTimeMs;
    private long _keptMs = Unknown;  // what the bytes say
    private bool _isLoaded;

    /// <summary>The latest time observed, ms since 1970; -1 before the first.</summary>
    public long StreamTimeMs
    {
        get
        {
            if (!_isLoaded) Load();
            return _streamTimeMs;
        }
    }

    /// <summary>A task begins to work with it. It may have stood by since it was last used, and its bytes have gone on.</summary>
    public void Begin() => _isLoaded = false;

    /// <summary>Takes a record's time into account.</summary>
    public void Advance(long timestampMs)
    {
        if (timestampMs > StreamTimeMs) _streamTimeMs = timestampMs;
    }

    /// <inheritdoc />
    public override void WriteChangelog(IChangelog changelog)
    {
        Keep();
        base.WriteChangelog(changelog);
    }

    /// <inheritdoc />
    public override void Commit(long? changelogOffset)
    {
        Keep(); // where there is no changelog
        base.Commit(changelogOffset);
    }

    /// <inheritdoc />
    public override void Rollback()
    {
        base.Rollback();
        _isLoaded = false;
    }

    /// <summary>There is nothing in it to be queried; a task has no other use for a view.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override object ReadOnlyView(bool committedOnly) =>
        throw new NotSupportedException(
            $"'{Name}' is an operator's own bookkeeping, and cannot be queried. Query the store that its table was given a name for.");

    /// <summary>Reads what is kept in memory beside the bytes: after a restart, or when writes were taken back.</summary>
    protected virtual void Load()
    {
        _streamTimeMs = _keptMs = Writes.TryGet(_clockKey, _value) ? BinaryPrimitives.ReadInt64BigEndian(_value.Written) : Unknown;
        _isLoaded = true;
    }

    // Once per commit, not per record.
    private void Keep()
    {
        if (!_isLoaded || _streamTimeMs == _keptMs) return;
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, _streamTimeMs);
        Writes.Put(_clockKey, bytes);
        _keptMs = _streamTimeMs;
    }
}
