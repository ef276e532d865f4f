using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;

namespace SmartKart.Prometheus.Processes;

/// <summary>
/// What this process takes of the machine, by the names that every client of Prometheus gives it, and what its garbage collector does.
/// The runtime's own meter has it too, but under names that promtool refuses (<c>…_count</c> that are no counts of histograms).
/// </summary>
internal sealed class ProcessMetrics : IDisposable
{
    private readonly Meter _meter = new("SmartKart.Process");
    private readonly Process _process = Process.GetCurrentProcess();
    private readonly double _startSeconds;

    public ProcessMetrics()
    {
        _startSeconds = (_process.StartTime.ToUniversalTime() - DateTime.UnixEpoch).TotalSeconds;
        _meter.CreateObservableCounter("process.cpu", () => Environment.CpuUsage.TotalTime.TotalSeconds, "s", "Processor time taken, user's and system's");
        _meter.CreateObservableGauge("process.resident_memory", () => Environment.WorkingSet, "By", "Memory that is in use, as the system counts it");
        _meter.CreateObservableGauge("process.start_time", () => _startSeconds, "s", "When the process started, in seconds since 1970");
        _meter.CreateObservableGauge("process.open_fds", OpenFiles, "{file}", "Open files and sockets");
        _meter.CreateObservableGauge("process.threads", Threads, "{thread}", "Threads, those of libraries included");
        _meter.CreateObservableCounter("dotnet.collections", Collections, "{collection}", "Garbage collections, by generation");
        _meter.CreateObservableCounter("dotnet.allocated", () => GC.GetTotalAllocatedBytes(), "By", "Memory allocated on the managed heap");
        _meter.CreateObservableCounter("dotnet.collection_pauses", () => GC.GetTotalPauseDuration().TotalSeconds, "s", "Time that all threads waited for the garbage collector");
        _meter.CreateObservableGauge("dotnet.heap", () => GC.GetTotalMemory(forceFullCollection: false), "By", "The managed heap, garbage included");
        _meter.CreateObservableGauge("dotnet.pool_threads", () => ThreadPool.ThreadCount, "{thread}", "Threads of the pool");
        _meter.CreateObservableGauge("dotnet.pool_queue", () => ThreadPool.PendingWorkItemCount, "{item}", "What waits for a thread of the pool");
    }

    public void Dispose()
    {
        _meter.Dispose();
        _process.Dispose();
    }

    private int Threads()
    {
        _process.Refresh();
        return _process.Threads.Count;
    }

    private static int OpenFiles() => Directory.GetFileSystemEntries("/proc/self/fd").Length;

    private static IEnumerable<Measurement<long>> Collections() => Enumerable.Range(0, GC.MaxGeneration + 1).Select(generation =>
        new Measurement<long>(GC.CollectionCount(generation), new KeyValuePair<string, object?>("generation", generation.ToString(CultureInfo.InvariantCulture))));
}
