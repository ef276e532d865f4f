using System.Text;

namespace SmartKart.Schemas;

/// <summary>
/// The head of a file (Avro 1.11, "Object Container Files"):
/// <code>
/// 'O' 'b' 'j' 0x01 │ map: string → bytes, with avro.schema and avro.codec │ 16 bytes, the sync marker
/// </code>
/// </summary>
internal sealed class FileHeader
{
    private const string SchemaKey = "avro.schema";
    private const string CodecKey = "avro.codec";

    private static readonly byte[] Magic = [(byte)'O', (byte)'b', (byte)'j', 1];

    private FileHeader(AvroSchema schema, AvroFileCodec codec, byte[] syncMarker, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> metadata) =>
        (Schema, Codec, SyncMarker, Metadata) = (schema, codec, syncMarker, metadata);

    public AvroSchema Schema { get; }

    public AvroFileCodec Codec { get; }

    public byte[] SyncMarker { get; }

    /// <summary>All entries, Avro's own included.</summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Metadata { get; }

    /// <summary>A new file's.</summary>
    public static FileHeader New(AvroSchema schema, AvroFileOptions options)
    {
        var metadata = new Dictionary<string, ReadOnlyMemory<byte>>
        {
            [SchemaKey] = Encoding.UTF8.GetBytes(schema.ToString()),
            [CodecKey] = options.Codec == AvroFileCodec.Deflate ? "deflate"u8.ToArray() : "null"u8.ToArray(),
        };
        foreach (var (key, value) in options.Metadata) metadata.Add(key, value);
        var marker = new byte[AvroFileOptions.SyncMarkerBytes];
        options.NewSyncMarker(marker);
        return new FileHeader(schema, options.Codec, marker, metadata);
    }

    /// <summary>Its bytes.</summary>
    public byte[] Encode()
    {
        var size = Magic.Length + AvroSize.Block + SyncMarker.Length
            + Metadata.Sum(entry => AvroSize.String(entry.Key, entry.Key) + AvroSize.Bytes(entry.Value));
        var bytes = new byte[size];
        var writer = new AvroWriter(bytes);
        writer.WriteRaw(Magic);
        writer.WriteBlock(Metadata.Count);
        foreach (var (key, value) in Metadata)
        {
            writer.WriteString(key, key);
            writer.WriteBytes(value.Span);
        }
        writer.WriteBlock(0);
        writer.WriteRaw(SyncMarker);
        return bytes[..writer.Position];
    }

    /// <summary>Reads a file's.</summary>
    /// <exception cref="AvroFileException">The stream does not begin with one.</exception>
    public static async ValueTask<FileHeader> ReadAsync(FileInput input, AvroFileOptions options, CancellationToken cancellation)
    {
        if (await input.IsAtEndAsync(cancellation)) throw new AvroFileException(0,
                "the file is empty; an Avro file has a header even with no values. Write it again.");
        var magic = await input.BytesAsync(Magic.Length, "the header's magic", cancellation);
        if (!magic.Span.SequenceEqual(Magic))
            throw new AvroFileException(0,
                $"the file begins with {Convert.ToHexString(magic.Span)}, not with {Convert.ToHexString(Magic)}; it is no Avro object container file, version 1.");
        var metadata = await MetadataAsync(input, options.MaxHeaderBytes, cancellation);
        var marker = (await input.BytesAsync(AvroFileOptions.SyncMarkerBytes, "the sync marker", cancellation)).ToArray();
        return new FileHeader(SchemaOf(metadata), CodecOf(metadata), marker, metadata);
    }

    private static async ValueTask<Dictionary<string, ReadOnlyMemory<byte>>> MetadataAsync(FileInput input, int maxBytes, CancellationToken cancellation)
    {
        var metadata = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        while (true)
        {
            var at = input.Offset;
            var count = await input.LongAsync("the count of the header's entries", cancellation);
            if (count == 0) return metadata;
            if (count < 0)      // a block that says its size too, for those who would skip it
            {
                await input.LongAsync("the size of the header's entries", cancellation);
                count = count == long.MinValue ? long.MaxValue : -count;
            }
            if (count > maxBytes) throw TooLarge(at, maxBytes);
            for (; count > 0; count--)
            {
                var keyAt = input.Offset;
                var key = Encoding.UTF8.GetString((await EntryAsync(input, "the name of a header's entry", maxBytes, cancellation)).Span);
                var value = await EntryAsync(input, $"the header's entry '{key}'", maxBytes, cancellation);
                if (!metadata.TryAdd(key, value.ToArray()))
                    throw new AvroFileException(keyAt, $"the header has the entry '{key}' twice; the file is damaged. Restore it from its source.");
            }
        }
    }

    private static async ValueTask<ReadOnlyMemory<byte>> EntryAsync(FileInput input, string what, int maxBytes, CancellationToken cancellation)
    {
        var at = input.Offset;
        var length = await input.LongAsync($"the length of {what}", cancellation);
        if (length < 0) throw new AvroFileException(at, $"{what} has a length of {length} bytes; the file is damaged. Restore it from its source.");
        if (length > maxBytes - at) throw TooLarge(at, maxBytes);
        return await input.BytesAsync((int)length, what, cancellation);
    }

    private static AvroSchema SchemaOf(Dictionary<string, ReadOnlyMemory<byte>> metadata)
    {
        if (!metadata.TryGetValue(SchemaKey, out var json))
            throw new AvroFileException(0, $"the header has no '{SchemaKey}', without which no value can be read. Restore the file from its source.");
        try
        {
            return AvroSchema.Parse(Encoding.UTF8.GetString(json.Span), file: SchemaKey);
        }
        catch (SchemaParseException e)
        {
            throw new AvroFileException(0, $"the header's schema is none: {e.Message}", e);
        }
    }

    private static AvroFileCodec CodecOf(Dictionary<string, ReadOnlyMemory<byte>> metadata)
    {
        if (!metadata.TryGetValue(CodecKey, out var name) || name.Span.SequenceEqual("null"u8)) return AvroFileCodec.Null;
        if (name.Span.SequenceEqual("deflate"u8)) return AvroFileCodec.Deflate;
        throw new AvroFileException(0,
            $"the blocks are compressed by '{Encoding.UTF8.GetString(name.Span)}'; only 'null' and 'deflate' are known here. " +
            "Write the file again with one of them.");
    }

    private static AvroFileException TooLarge(long at, int maxBytes) =>
        new(at, $"the header takes more than {nameof(AvroFileOptions.MaxHeaderBytes)}, {maxBytes} bytes; raise it if the file is sound.");
}
