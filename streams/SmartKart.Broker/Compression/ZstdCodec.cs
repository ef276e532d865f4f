using System.Buffers;
using SmartKart.Broker.Native.Zstd;

namespace SmartKart.Broker.Compression;

/// <summary>Zstandard (RFC 8878).</summary>
internal static class ZstdCodec
{
    public static CompressionFault Decompress(ReadOnlySpan<byte> input, BoundedBuffer output)
    {
        using var frames = new ZstdFrameReader();
        return FrameDecompression.Run(frames, input, output);
    }

    public static void Compress(ReadOnlySpan<byte> input, IBufferWriter<byte> output)
    {
        var room = output.GetSpan(ZstdFrameWriter.MaxCompressedBytes(input.Length));
        output.Advance(ZstdFrameWriter.Compress(input, room));
    }
}
