using System.Buffers;

namespace SmartKart.Broker.Compression;

/// <summary>
/// Compresses and decompresses the records of batches as Kafka's clients do. The broker stores batches as they came; it looks
/// inside only where it must: keys of compacted topics, and records found by their time. Hot path: per such batch.
/// </summary>
internal static class BatchCompression
{
    /// <summary>Appends what comes out to <paramref name="output"/>, never more than its limit.</summary>
    /// <exception cref="CompressionLibraryException">The codec's library is not installed.</exception>
    public static CompressionFault Decompress(Codec codec, ReadOnlySpan<byte> input, BoundedBuffer output)
    {
        try
        {
            return codec switch
            {
                Codec.Gzip => GzipCodec.Decompress(input, output),
                Codec.Snappy => SnappyCodec.Decompress(input, output),
                Codec.Lz4 => Lz4Codec.Decompress(input, output),
                Codec.Zstd => ZstdCodec.Decompress(input, output),
                _ => throw NoCodec(codec),
            };
        }
        catch (DllNotFoundException absent)
        {
            throw new CompressionLibraryException(NameOf(codec), PackageOf(codec), absent);
        }
    }

    /// <summary>Appends the compressed bytes to <paramref name="output"/>.</summary>
    /// <exception cref="CompressionLibraryException">The codec's library is not installed.</exception>
    public static void Compress(Codec codec, ReadOnlySpan<byte> input, IBufferWriter<byte> output)
    {
        try
        {
            switch (codec)
            {
                case Codec.Gzip: GzipCodec.Compress(input, output); break;
                case Codec.Snappy: SnappyCodec.Compress(input, output); break;
                case Codec.Lz4: Lz4Codec.Compress(input, output); break;
                case Codec.Zstd: ZstdCodec.Compress(input, output); break;
                default: throw NoCodec(codec);
            }
        }
        catch (DllNotFoundException absent)
        {
            throw new CompressionLibraryException(NameOf(codec), PackageOf(codec), absent);
        }
    }

    private static ArgumentOutOfRangeException NoCodec(Codec codec) => new(nameof(codec), codec, "There is no such codec, or nothing to do for it.");

    // gzip is .NET's own, with zlib inside it; only its absence from a broken installation could bring it here.
    private static string PackageOf(Codec codec) => codec switch
    {
        Codec.Snappy => "libsnappy1v5",
        Codec.Lz4 => "liblz4-1",
        Codec.Zstd => "libzstd1",
        _ => "zlib1g",
    };

    private static string NameOf(Codec codec) => codec switch
    {
        Codec.Snappy => "snappy",
        Codec.Lz4 => "lz4",
        Codec.Zstd => "zstd",
        _ => "gzip",
    };
}
