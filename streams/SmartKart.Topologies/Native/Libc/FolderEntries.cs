using System.ComponentModel;
using System.Runtime.InteropServices;

namespace SmartKart.Topologies.Native.Libc;

/// <summary>What a file system does to names in one step and .NET has no call for: link(2) and renameat2(2).</summary>
internal static class FolderEntries
{
    private const int WorkingFolder = -100;     // AT_FDCWD, of fcntl.h: paths are as everywhere else
    private const uint Exchange = 2;            // RENAME_EXCHANGE, of linux/fs.h

    /// <summary>Gives a file a second name on the same file system.</summary>
    /// <exception cref="IOException">The system refuses.</exception>
    public static void Link(string file, string name)
    {
        if (LinkFile(file, name) != 0) throw Refused($"{file} can't be linked as {name}");
    }

    /// <summary>Puts each of two folders where the other is, in one step.</summary>
    /// <returns>False where this system, or the file system, has no such step.</returns>
    /// <exception cref="IOException">The system refuses for another reason.</exception>
    public static bool TryExchange(string one, string other)
    {
        if (!OperatingSystem.IsLinux()) return false;
        if (Rename(WorkingFolder, one, WorkingFolder, other, Exchange) == 0) return true;
        return Marshal.GetLastPInvokeError() is 22 or 38 or 95       // EINVAL, ENOSYS, EOPNOTSUPP: as NFS answers, and kernels before 3.15
            ? false
            : throw Refused($"{one} and {other} can't be exchanged");
    }

    private static IOException Refused(string what)
    {
        var cause = new Win32Exception(Marshal.GetLastPInvokeError());
        return new IOException($"{what}: {cause.Message}.", cause);
    }

    [DllImport("libc", EntryPoint = "link", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int LinkFile([MarshalAs(UnmanagedType.LPUTF8Str)] string file, [MarshalAs(UnmanagedType.LPUTF8Str)] string name);

    [DllImport("libc", EntryPoint = "renameat2", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Rename(
        int oneFolder, [MarshalAs(UnmanagedType.LPUTF8Str)] string one, int otherFolder, [MarshalAs(UnmanagedType.LPUTF8Str)] string other, uint flags);
}
