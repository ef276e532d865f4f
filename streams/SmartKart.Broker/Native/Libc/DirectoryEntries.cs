using System.Runtime.InteropServices;
using System.Text;

namespace SmartKart.Broker.Native.Libc;

/// <summary>
/// fsync(2) of a directory: makes a file's creation, renaming or removal survive a power cut. .NET opens no directories, so
/// this is three calls of libc; on Windows, where the file system's journal does it, nothing.
/// </summary>
internal static class DirectoryEntries
{
    private const int ReadOnly = 0;
    private const int CloseOnExec = 0x80000;      // O_CLOEXEC on Linux, x64 and arm64 alike

    /// <exception cref="IOException">The directory is not there, or the disk refused.</exception>
    public static void Flush(string directory)
    {
        if (OperatingSystem.IsWindows()) return;
        var path = new byte[Encoding.UTF8.GetByteCount(directory) + 1];
        Encoding.UTF8.GetBytes(directory, path);
        var descriptor = Open(path, OperatingSystem.IsLinux() ? ReadOnly | CloseOnExec : ReadOnly);
        if (descriptor < 0) throw Failed("opened", directory);
        try
        {
            if (FSync(descriptor) != 0) throw Failed("flushed", directory);
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static IOException Failed(string what, string directory)
    {
        var error = Marshal.GetLastPInvokeError();
        return new IOException($"The directory {directory} could not be {what}: {Marshal.GetPInvokeErrorMessage(error)} (errno {error}).");
    }

    // DllImport, not LibraryImport: its generated code is unsafe, and blittable arguments need no marshalling.
#pragma warning disable SYSLIB1054
    [DllImport("libc", EntryPoint = "open", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int FSync(int descriptor);

    [DllImport("libc", EntryPoint = "close", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int descriptor);
#pragma warning restore SYSLIB1054
}
