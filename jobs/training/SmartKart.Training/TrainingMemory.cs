using System.Globalization;

namespace SmartKart.Training;

/// <summary>Whether what a trainer needs is there, before time is spent.</summary>
public static class TrainingMemory
{
    /// <summary>Bytes that a process may still take: what the system has available, or the container's limit where it is lower.</summary>
    public static long AvailableBytes
    {
        get
        {
            var limit = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes - Environment.WorkingSet;
            if (!File.Exists("/proc/meminfo")) return limit;
            var line = File.ReadLines("/proc/meminfo").First(line => line.StartsWith("MemAvailable:", StringComparison.Ordinal));
            return Math.Min(limit, 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture));
        }
    }

    /// <param name="trainer">Who needs it.</param>
    /// <param name="bytes">How much.</param>
    /// <param name="what">What that is, and what helps.</param>
    /// <exception cref="TrainingMemoryException">There is less.</exception>
    public static void Require(string trainer, long bytes, string what)
    {
        var available = AvailableBytes;
        if (bytes > available) throw new TrainingMemoryException(trainer, bytes, available, what);
    }
}
