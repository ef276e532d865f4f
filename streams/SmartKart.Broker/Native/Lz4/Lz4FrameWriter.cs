namespace SmartKart.Broker.Native.Lz4;

/// <summary>Compresses into one LZ4 frame of independent 64-KiB blocks: Kafka's own reader, in Java, takes no others.</summary>
internal static class Lz4FrameWriter
{
    private const int SixtyFourKibibytes = 4, Independent = 1;

    private static readonly Lz4Preferences Preferences = new() { BlockSize = SixtyFourKibibytes, BlockMode = Independent };

    public static int MaxCompressedBytes(int bytes) => (int)Lz4Api.CompressBound((nuint)bytes, Preferences);

    public static int Compress(ReadOnlySpan<byte> input, Span<byte> output)
    {
        var bytes = Lz4Api.Compress(output, (nuint)output.Length, input, (nuint)input.Length, Preferences);
        return Lz4Api.IsError(bytes) == 0 ? (int)bytes : throw new InvalidOperationException($"LZ4 refused {input.Length} bytes into {output.Length}.");
    }
}
