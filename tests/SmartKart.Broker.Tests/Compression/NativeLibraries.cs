using System.Runtime.InteropServices;
using SmartKart.Broker.Compression;

namespace SmartKart.Broker.Tests.Compression;

/// <summary>The codecs, each a case of its own, and what a machine may lack for them.</summary>
internal static class NativeLibraries
{
    public static TheoryData<int> Codecs => [(int)Codec.Gzip, (int)Codec.Snappy, (int)Codec.Lz4, (int)Codec.Zstd];

    public static void SkipWithout(Codec codec)
    {
        var (library, package) = codec switch
        {
            Codec.Snappy => ("libsnappy.so.1", "libsnappy1v5"),
            Codec.Lz4 => ("liblz4.so.1", "liblz4-1"),
            Codec.Zstd => ("libzstd.so.1", "libzstd1"),
            _ => ("", ""),
        };
        if (library.Length == 0) return;
        if (!NativeLibrary.TryLoad(library, out var handle)) Assert.Skip($"{library} is missing: install Debian's package {package}.");
        NativeLibrary.Free(handle);
    }
}
