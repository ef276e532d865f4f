namespace SmartKart.Streams.State.Bytes;

/// <summary>An ordered map of bytes to bytes, to be read by any thread.</summary>
internal interface IBytesReader
{
    /// <summary>How many entries it holds, roughly; tombstones not counted.</summary>
    long ApproximateEntries { get; }

    /// <summary>Looks a key up.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">Is set to the value, if there is one.</param>
    bool TryGet(ReadOnlySpan<byte> key, ByteBuffer value);

    /// <summary>Walks a range in unsigned byte order. What is written meanwhile may or may not be seen.</summary>
    IBytesCursor Scan(in BytesRange range);
}

/// <summary>
/// What lies under every state store: an ordered map of bytes to bytes, of one task, holding what the task last committed. It changes
/// only as a whole, with the changelog offset that it then stands at: it is never ahead of the changelog, and a task that aborts has
/// nothing to take back. Written by its task's thread; read by any.
/// </summary>
internal interface IBytesStore : IBytesReader, IDisposable
{
    /// <summary>Whether it outlives the process.</summary>
    bool IsPersistent { get; }

    /// <summary>Where to go on reading the changelog: all before it is applied. Null where nothing is known: restore from the beginning.</summary>
    long? ChangelogOffset { get; }

    /// <summary>Why what was found on disk was thrown away when the store was opened; null where nothing was. For the log.</summary>
    string? RebuildCause { get; }

    /// <summary>How many bytes it takes, roughly, on disk or in memory.</summary>
    long ApproximateBytes { get; }

    /// <summary>Applies what was written, all or nothing.</summary>
    /// <param name="writes">Per key the last write.</param>
    /// <param name="changelogOffset">Where the changelog then stands; null leaves it (a store without one).</param>
    void Apply(WriteSet writes, long? changelogOffset);

    /// <summary>Makes what was applied outlive the machine's stop, if the store is persistent.</summary>
    void Flush();
}

/// <summary>
/// A walk over entries, in order. One thread; disposed, once, by whoever asked for it: then it may walk for somebody else. The spans are
/// valid until it moves.
/// </summary>
internal interface IBytesCursor : IDisposable
{
    /// <summary>The key at hand.</summary>
    ReadOnlySpan<byte> Key { get; }

    /// <summary>Its value.</summary>
    ReadOnlySpan<byte> Value { get; }

    /// <summary>Goes on to the next; false at the end.</summary>
    bool MoveNext();
}
