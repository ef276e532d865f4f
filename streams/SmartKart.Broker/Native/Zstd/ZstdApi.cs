using System.Runtime.InteropServices;

namespace SmartKart.Broker.Native.Zstd;

/// <summary>The C API of Zstandard (zstd.h, Debian's libzstd1). Declarations only. A result may be an error: ask <see cref="IsError"/>.</summary>
internal static partial class ZstdApi
{
    private const string Library = "libzstd.so.1";

    [LibraryImport(Library, EntryPoint = "ZSTD_isError"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial uint IsError(nuint result);

    [LibraryImport(Library, EntryPoint = "ZSTD_createDCtx"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial ZstdDecompressionHandle CreateDecompression();

    [LibraryImport(Library, EntryPoint = "ZSTD_freeDCtx"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial nuint FreeDecompression(nint context);

    /// <returns>0 at a frame's end; else a hint at how much more is wanted.</returns>
    [LibraryImport(Library, EntryPoint = "ZSTD_decompressStream"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial nuint Decompress(ZstdDecompressionHandle context, ref ZstdBuffer output, ref ZstdBuffer input);

    [LibraryImport(Library, EntryPoint = "ZSTD_compressBound"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial nuint CompressBound(nuint inputBytes);

    [LibraryImport(Library, EntryPoint = "ZSTD_compress"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial nuint Compress(Span<byte> output, nuint outputBytes, ReadOnlySpan<byte> input, nuint inputBytes, int level);
}

/// <summary>ZSTD_inBuffer and ZSTD_outBuffer, which look the same.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ZstdBuffer
{
    public nint Bytes;
    public nuint Size;
    public nuint Position;
}

/// <summary>Owns a ZSTD_DCtx.</summary>
internal sealed class ZstdDecompressionHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle() => ZstdApi.IsError(ZstdApi.FreeDecompression(handle)) == 0;
}
