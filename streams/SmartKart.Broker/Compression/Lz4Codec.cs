using System.Buffers;
using SmartKart.Broker.Native.Lz4;

namespace SmartKart.Broker.Compression;

/// <summary>LZ4 in its frame format, as Kafka has had it since batches are of version 2: with the header's checksum as the format wants it.</summary>
internal static class Lz4Codec
{
    public static CompressionFault Decompress(ReadOnlySpan<byte> input, BoundedBuffer output)
    {
        using var frames = new Lz4FrameReader();
        return FrameDecompression.Run(frames, input, output);
    }

    public static void Compress(ReadOnlySpan<byte> input, IBufferWriter<byte> output)
    {
        var room = output.GetSpan(Lz4FrameWriter.MaxCompressedBytes(input.Length));
        output.Advance(Lz4FrameWriter.Compress(input, room));
    }
}
