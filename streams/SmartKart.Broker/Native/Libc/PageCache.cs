using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace SmartKart.Broker.Native.Libc;

/// <summary>
/// posix_fadvise(2): tells the system that a stretch of a file, which the disk has, need not stay in memory. Advice, so its refusal is
/// none of anyone's business; nothing where there is no such call.
/// </summary>
internal static class PageCache
{
    private const int DontNeed = 4;               // POSIX_FADV_DONTNEED on Linux, x64 and arm64 alike

    /// <param name="file">An open file.</param>
    /// <param name="position">Where the stretch begins.</param>
    /// <param name="length">Bytes, more than 0.</param>
    public static void Release(SafeFileHandle file, long position, long length)
    {
        if (!OperatingSystem.IsLinux()) return;
        var held = false;
        try
        {
            file.DangerousAddRef(ref held);
            _ = Advise((int)file.DangerousGetHandle(), position, length, DontNeed);
        }
        finally
        {
            if (held) file.DangerousRelease();
        }
    }

    // DllImport, not LibraryImport: its generated code is unsafe, and blittable arguments need no marshalling.
#pragma warning disable SYSLIB1054
    [DllImport("libc", EntryPoint = "posix_fadvise"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Advise(int descriptor, long offset, long length, int advice);
#pragma warning restore SYSLIB1054
}
