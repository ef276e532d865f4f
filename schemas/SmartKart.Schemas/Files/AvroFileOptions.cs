namespace SmartKart.Schemas;

/// <summary>How files are written, and what is believed when they are read.</summary>
public sealed record AvroFileOptions
{
    /// <summary>The bytes of a sync marker.</summary>
    public const int SyncMarkerBytes = 16;

    /// <summary>The most values that a block is given, or believed to hold where they take no bytes.</summary>
    public const int MaxBlockValues = AvroReader.MaxEmptyItems;

    /// <summary>How a new file's blocks are compressed. A file that is appended to keeps its own.</summary>
    public AvroFileCodec Codec { get; init; }

    /// <summary>
    /// A block is written once its values take this much, before compression: 1 byte or more. 64 KiB unless set: Apache Avro's own
    /// writers cut there too; the 20-odd bytes around a block are then 0.03 % of it, deflate's window of 32 KiB is filled twice,
    /// and a reader holds a block in its cache.
    /// </summary>
    public int BlockBytes { get; init; } = 64 * 1024;

    /// <summary>The most that a block may take, in the file and decompressed, before it is refused: 64 MiB unless set, 1 GiB at most.</summary>
    public int MaxBlockBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>The most that a file's header, with its schema, may take: 16 MiB unless set.</summary>
    public int MaxHeaderBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>Entries for a new file's header beside Avro's own. Names that begin with <c>avro.</c> are reserved.</summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Metadata { get; init; } = new Dictionary<string, ReadOnlyMemory<byte>>();

    /// <summary>Fills a new file's sync marker: random bytes unless set. A test that compares bytes passes its own.</summary>
    public Action<Span<byte>> NewSyncMarker { get; init; } = System.Security.Cryptography.RandomNumberGenerator.Fill;

    internal AvroFileOptions Checked()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(BlockBytes, 1, nameof(BlockBytes));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxBlockBytes, BlockBytes, nameof(MaxBlockBytes));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxBlockBytes, 1 << 30, nameof(MaxBlockBytes));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxHeaderBytes, 1, nameof(MaxHeaderBytes));
        if (Metadata.Keys.FirstOrDefault(key => key.StartsWith("avro.", StringComparison.Ordinal)) is { } reserved)
            throw new ArgumentException($"the metadata entry '{reserved}' begins with 'avro.', which is Avro's own; choose another name.", nameof(Metadata));
        return this;
    }
}
