using System.Runtime.InteropServices;

namespace SmartKart.Broker.Native.Lz4;

/// <summary>The C API of LZ4 frames (lz4frame.h, Debian's liblz4-1). Declarations only. A result may be an error: ask <see cref="IsError"/>.</summary>
internal static partial class Lz4Api
{
    /// <summary>LZ4F_VERSION: what a context is asked for.</summary>
    internal const uint Version = 100;

    private const string Library = "liblz4.so.1";

    [LibraryImport(Library, EntryPoint = "LZ4F_isError"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial uint IsError(nuint result);

    [LibraryImport(Library, EntryPoint = "LZ4F_createDecompressionContext"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial nuint CreateDecompression(out Lz4DecompressionHandle context, uint version);

    [LibraryImport(Library, EntryPoint = "LZ4F_freeDecompressionContext"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial nuint FreeDecompression(nint context);

    /// <returns>0 at a frame's end; else a hint at how much more is wanted.</returns>
    [LibraryImport(Library, EntryPoint = "LZ4F_decompress"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial nuint Decompress(
        Lz4DecompressionHandle context, Span<byte> output, ref nuint outputBytes, ReadOnlySpan<byte> input, ref nuint inputBytes, nint options);

    [LibraryImport(Library, EntryPoint = "LZ4F_compressFrameBound"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial nuint CompressBound(nuint inputBytes, in Lz4Preferences preferences);

    [LibraryImport(Library, EntryPoint = "LZ4F_compressFrame"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial nuint Compress(Span<byte> output, nuint outputBytes, ReadOnlySpan<byte> input, nuint inputBytes, in Lz4Preferences preferences);
}

/// <summary>LZ4F_preferences_t: zeros are the library's defaults.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct Lz4Preferences
{
    public int BlockSize { get; init; }
    public int BlockMode { get; init; }
    public int ContentChecksum { get; init; }
    public int FrameType { get; init; }
    public ulong ContentSize { get; init; }
    public uint DictionaryId { get; init; }
    public int BlockChecksum { get; init; }
    public int Level { get; init; }
    public uint AutoFlush { get; init; }
    public uint FavorDecompression { get; init; }
    public uint Reserved0 { get; init; }
    public uint Reserved1 { get; init; }
    public uint Reserved2 { get; init; }
}

/// <summary>Owns an LZ4F_dctx.</summary>
internal sealed class Lz4DecompressionHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle() => Lz4Api.IsError(Lz4Api.FreeDecompression(handle)) == 0;
}
