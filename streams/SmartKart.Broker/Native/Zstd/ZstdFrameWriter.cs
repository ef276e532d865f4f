namespace SmartKart.Broker.Native.Zstd;

/// <summary>Compresses into one Zstandard frame, at the level that Kafka's clients use unless told otherwise.</summary>
internal static class ZstdFrameWriter
{
    private const int Level = 3;

    public static int MaxCompressedBytes(int bytes) => (int)ZstdApi.CompressBound((nuint)bytes);

    public static int Compress(ReadOnlySpan<byte> input, Span<byte> output)
    {
        var bytes = ZstdApi.Compress(output, (nuint)output.Length, input, (nuint)input.Length, Level);
        return ZstdApi.IsError(bytes) == 0 ? (int)bytes : throw new InvalidOperationException($"Zstandard refused {input.Length} bytes into {output.Length}.");
    }
}
