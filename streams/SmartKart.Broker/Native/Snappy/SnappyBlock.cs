namespace SmartKart.Broker.Native.Snappy;

/// <summary>One raw block. The library keeps nothing between calls, so there is nothing to release.</summary>
internal static class SnappyBlock
{
    /// <summary>What the block says it holds; only its own word, and at most 4 GiB.</summary>
    public static bool TryGetLength(ReadOnlySpan<byte> block, out long bytes)
    {
        var status = SnappyApi.UncompressedLength(block, (nuint)block.Length, out var length);
        bytes = status == 0 ? (long)length : 0;
        return status == 0;
    }

    /// <param name="block">Compressed.</param>
    /// <param name="output">As long as the block says it is.</param>
    public static bool TryDecompress(ReadOnlySpan<byte> block, Span<byte> output)
    {
        var bytes = (nuint)output.Length;
        return SnappyApi.Uncompress(block, (nuint)block.Length, output, ref bytes) == 0 && bytes == (nuint)output.Length;
    }

    public static int MaxCompressedBytes(int bytes) => (int)SnappyApi.MaxCompressedLength((nuint)bytes);

    public static int Compress(ReadOnlySpan<byte> input, Span<byte> output)
    {
        var bytes = (nuint)output.Length;
        var status = SnappyApi.Compress(input, (nuint)input.Length, output, ref bytes);
        return status == 0 ? (int)bytes
            : throw new InvalidOperationException($"snappy_compress refused {input.Length} bytes into {output.Length}: status {status}.");
    }
}
