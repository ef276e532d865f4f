using System.Runtime.InteropServices;

namespace SmartKart.Broker.Native.Snappy;

/// <summary>The C API of snappy (snappy-c.h, Debian's libsnappy1v5). Declarations only. A result of 0 is success.</summary>
internal static partial class SnappyApi
{
    private const string Library = "libsnappy.so.1";

    [LibraryImport(Library, EntryPoint = "snappy_uncompressed_length"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int UncompressedLength(ReadOnlySpan<byte> compressed, nuint compressedBytes, out nuint bytes);

    [LibraryImport(Library, EntryPoint = "snappy_uncompress"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int Uncompress(ReadOnlySpan<byte> compressed, nuint compressedBytes, Span<byte> output, ref nuint outputBytes);

    [LibraryImport(Library, EntryPoint = "snappy_max_compressed_length"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial nuint MaxCompressedLength(nuint bytes);

    [LibraryImport(Library, EntryPoint = "snappy_compress"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int Compress(ReadOnlySpan<byte> input, nuint inputBytes, Span<byte> output, ref nuint outputBytes);
}
