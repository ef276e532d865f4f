using System.Buffers;
using System.Buffers.Binary;
using SmartKart.Broker.Native.Snappy;

namespace SmartKart.Broker.Compression;

/// <summary>
/// Snappy. librdkafka writes one raw block; Java and what follows it write blocks in the frame of snappy-java, known as xerial,
/// which is told by its first eight bytes and which every client reads, so that it is what is written here.
/// <code>
///  0                          8             12             16
/// ┌──────────────────────────┬─────────────┬──────────────┬────────┬───────────┬────────┬────┄
/// │ 82 'S' 'N' 'A' 'P' 'P'   │ version = 1 │ oldest that  │ length │ raw block │ length │ …
/// │ 'Y' 00                   │             │ can read = 1 │        │           │        │
/// └──────────────────────────┴─────────────┴──────────────┴────────┴───────────┴────────┴────┄
/// </code>
/// </summary>
internal static class SnappyCodec
{
    private const int FrameHeaderBytes = 16, BlockBytes = 32 * 1024, LengthBytes = sizeof(int);

    private static ReadOnlySpan<byte> Magic => [0x82, (byte)'S', (byte)'N', (byte)'A', (byte)'P', (byte)'P', (byte)'Y', 0];

    public static CompressionFault Decompress(ReadOnlySpan<byte> input, BoundedBuffer output)
    {
        if (!input.StartsWith(Magic)) return DecompressBlock(input, output);
        while (!input.IsEmpty)
        {
            // Streams may lie one behind another, each with its header.
            if (input.StartsWith(Magic))
            {
                if (input.Length < FrameHeaderBytes) return CompressionFault.Corrupt;
                input = input[FrameHeaderBytes..];
                continue;
            }
            if (!BinaryPrimitives.TryReadInt32BigEndian(input, out var length)) return CompressionFault.Corrupt;
            if (length < 0 || length > input.Length - LengthBytes) return CompressionFault.Corrupt;
            var fault = DecompressBlock(input.Slice(LengthBytes, length), output);
            if (fault != CompressionFault.None) return fault;
            input = input[(LengthBytes + length)..];
        }
        return CompressionFault.None;
    }

    public static void Compress(ReadOnlySpan<byte> input, IBufferWriter<byte> output)
    {
        var header = output.GetSpan(FrameHeaderBytes);
        Magic.CopyTo(header);
        BinaryPrimitives.WriteInt32BigEndian(header[8..], 1);
        BinaryPrimitives.WriteInt32BigEndian(header[12..], 1);
        output.Advance(FrameHeaderBytes);
        while (!input.IsEmpty)
        {
            var block = input[..Math.Min(BlockBytes, input.Length)];
            var room = output.GetSpan(LengthBytes + SnappyBlock.MaxCompressedBytes(block.Length));
            var bytes = SnappyBlock.Compress(block, room[LengthBytes..]);
            BinaryPrimitives.WriteInt32BigEndian(room, bytes);
            output.Advance(LengthBytes + bytes);
            input = input[block.Length..];
        }
    }

    private static CompressionFault DecompressBlock(ReadOnlySpan<byte> block, BoundedBuffer output)
    {
        if (!SnappyBlock.TryGetLength(block, out var bytes)) return CompressionFault.Corrupt;
        if (bytes > output.Limit - output.Written) return CompressionFault.TooLarge;
        if (!SnappyBlock.TryDecompress(block, output.Room((int)bytes))) return CompressionFault.Corrupt;
        output.Advance((int)bytes);
        return CompressionFault.None;
    }
}
