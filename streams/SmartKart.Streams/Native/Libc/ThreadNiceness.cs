using System.ComponentModel;
using System.Runtime.InteropServices;

namespace SmartKart.Streams.Native.Libc;

/// <summary>setpriority(2) of one thread, which on Linux is scheduled by a niceness of its own. Elsewhere nothing: a process has one there.</summary>
internal static class ThreadNiceness
{
    private const int OfProcess = 0;     // PRIO_PROCESS, of sys/resource.h; who 0 is the calling thread

    /// <summary>Has the calling thread give way to others.</summary>
    /// <param name="niceness">0 to 19: the higher, the sooner it gives way.</param>
    /// <exception cref="Win32Exception">The system refuses.</exception>
    public static void Set(int niceness)
    {
        if (niceness == 0 || !OperatingSystem.IsLinux()) return;
        if (SetPriority(OfProcess, 0, niceness) != 0) throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    [DllImport("libc", EntryPoint = "setpriority", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetPriority(int which, uint who, int priority);
}
