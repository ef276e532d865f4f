using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace SmartKart.Benchmarks.Measuring;

/// <summary>
/// Waits until an instant, to some ten microseconds and without spinning, which would take a core from what is measured. .NET's own waits count
/// in milliseconds, and the system rounds a thread's waits by 50 µs unless it is told not to.
/// </summary>
internal static partial class Pacer
{
    private const int SetTimerSlack = 29;        // PR_SET_TIMERSLACK, of linux/prctl.h
    private const int Interrupted = 4;           // EINTR, of errno.h
    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>Makes waits of the calling thread exact. It stays so: for a thread of one's own.</summary>
    public static void Sharpen()
    {
        if (SetOption(SetTimerSlack, 1, 0, 0, 0) != 0) throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    /// <summary>Waits.</summary>
    /// <param name="timestamp">On <see cref="Stopwatch"/>'s clock.</param>
    public static void Until(long timestamp)
    {
        while ((timestamp - Stopwatch.GetTimestamp()) * (NanosecondsPerSecond / Stopwatch.Frequency) is > 0 and var left)
        {
            var wait = new Interval(left / NanosecondsPerSecond, left % NanosecondsPerSecond);
            // A signal cuts it short; the rest is waited for, too.
            if (Sleep(wait, 0) != 0 && Marshal.GetLastPInvokeError() != Interrupted) throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    private static partial int SetOption(int option, nuint value, nuint unused3, nuint unused4, nuint unused5);

    [LibraryImport("libc", EntryPoint = "nanosleep", SetLastError = true)]
    private static partial int Sleep(in Interval request, nint remaining);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Interval(long Seconds, long Nanoseconds);
}
