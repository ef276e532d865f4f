using System.Runtime.InteropServices;

namespace SmartKart.Streams.Native.RocksDb;

/// <summary>How a call ended. RocksDB's C API tells it as text; its beginning is the kind.</summary>
/// <param name="Kind">What it means to a store.</param>
/// <param name="Text">RocksDB's own words; empty where all is well.</param>
internal readonly record struct RocksDbStatus(RocksDbStatusKind Kind, string Text)
{
    /// <summary>All is well.</summary>
    public static RocksDbStatus Ok { get; } = new(RocksDbStatusKind.Ok, "");

    /// <summary>Whether all is well.</summary>
    public bool IsOk => Kind == RocksDbStatusKind.Ok;

    /// <summary>Reads a call's error and frees it.</summary>
    public static RocksDbStatus Take(nint error)
    {
        if (error == 0) return Ok;
        var text = Marshal.PtrToStringUTF8(error) ?? "(no text)";
        RocksDbApi.Free(error);
        return new RocksDbStatus(KindOf(text), text);
    }

    internal static RocksDbStatusKind KindOf(string text)
    {
        if (text.Contains("No space left on device", StringComparison.Ordinal)) return RocksDbStatusKind.DiskFull;
        if (text.Contains("/LOCK: ", StringComparison.Ordinal)) return RocksDbStatusKind.Locked;
        if (text.StartsWith("Corruption", StringComparison.Ordinal) || text.StartsWith("Invalid argument", StringComparison.Ordinal))
            return RocksDbStatusKind.Corrupt;
        // A database whose own files are missing says so as an I/O error.
        if (text.Contains("No such file or directory", StringComparison.Ordinal)) return RocksDbStatusKind.Corrupt;
        return RocksDbStatusKind.Failed;
    }
}

/// <summary>What a status means to a store.</summary>
internal enum RocksDbStatusKind
{
    /// <summary>All is well.</summary>
    Ok,

    /// <summary>What is on disk cannot be used, and must be restored.</summary>
    Corrupt,

    /// <summary>There is no space left.</summary>
    DiskFull,

    /// <summary>Somebody has the database open.</summary>
    Locked,

    /// <summary>Anything else: mostly an I/O error, told in the text.</summary>
    Failed,
}
