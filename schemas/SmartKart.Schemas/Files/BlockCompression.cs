using System.IO.Compression;

namespace SmartKart.Schemas;

/// <summary>A block's bytes, as its file's codec has them.</summary>
internal static class BlockCompression
{
    /// <summary>Compresses a block.</summary>
    public static ReadOnlyMemory<byte> Compress(AvroFileCodec codec, byte[] bytes, int count)
    {
        if (codec == AvroFileCodec.Null) return bytes.AsMemory(0, count);
        using var output = new MemoryStream(count / 2);
        using (var deflate = new DeflateStream(output, CompressionLevel.Optimal, leaveOpen: true)) deflate.Write(bytes, 0, count);
        return output.GetBuffer().AsMemory(0, (int)output.Length);
    }

    /// <summary>Decompresses a block.</summary>
    /// <param name="codec">The file's.</param>
    /// <param name="bytes">The block.</param>
    /// <param name="maxBytes">More than this is refused: a thousand bytes of deflate can hold a million.</param>
    /// <param name="offset">Where the block begins, for errors.</param>
    public static ReadOnlyMemory<byte> Decompress(AvroFileCodec codec, ReadOnlyMemory<byte> bytes, int maxBytes, long offset)
    {
        if (codec == AvroFileCodec.Null) return bytes;
        // Bytes behind the end of the deflated data are passed over: python-avro leaves three of zlib's checksum there.
        using var deflate = new DeflateStream(new MemoryStream(bytes.ToArray(), writable: false), CompressionMode.Decompress);
        var output = new byte[(int)Math.Min(Math.Max(bytes.Length * 4L, 1024), (long)maxBytes + 1)];
        var count = 0;
        try
        {
            for (int read; (read = deflate.Read(output, count, output.Length - count)) > 0;)
            {
                count += read;
                if (count > maxBytes)
                    throw new AvroFileException(offset,
                        $"the block decompresses to more than {nameof(AvroFileOptions.MaxBlockBytes)}, {maxBytes} bytes; raise it if the file is sound.");
                if (count == output.Length) Array.Resize(ref output, (int)Math.Min(output.Length * 2L, (long)maxBytes + 1));
            }
        }
        catch (InvalidDataException e)
        {
            throw new AvroFileException(offset, "the block is no deflated data; the file is damaged. Restore it from its source.", e);
        }
        return output.AsMemory(0, count);
    }
}
