using System.Buffers;
using System.IO.Compression;

namespace SmartKart.Broker.Compression;

/// <summary>gzip (RFC 1952), by .NET, which takes a stream that is cut short for its end: whoever counts the records finds out.</summary>
internal static class GzipCodec
{
    public static CompressionFault Decompress(ReadOnlySpan<byte> input, BoundedBuffer output)
    {
        var copy = ArrayPool<byte>.Shared.Rent(input.Length);     // .NET inflates streams, and a stream holds no span
        try
        {
            input.CopyTo(copy);
            using var stream = new GZipStream(new MemoryStream(copy, 0, input.Length, writable: false), CompressionMode.Decompress);
            while (!output.IsOverLimit)
            {
                var read = stream.Read(output.Room());
                if (read == 0) return CompressionFault.None;
                output.Advance(read);
            }
            return CompressionFault.TooLarge;
        }
        catch (InvalidDataException)
        {
            return CompressionFault.Corrupt;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(copy);
        }
    }

    public static void Compress(ReadOnlySpan<byte> input, IBufferWriter<byte> output)
    {
        using var compressed = new MemoryStream();
        using (var stream = new GZipStream(compressed, CompressionLevel.Optimal, leaveOpen: true)) stream.Write(input);
        output.Write(compressed.GetBuffer().AsSpan(0, (int)compressed.Length));
    }
}
