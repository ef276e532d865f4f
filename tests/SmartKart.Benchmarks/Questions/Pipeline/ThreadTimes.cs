using System.Globalization;

namespace SmartKart.Benchmarks.Questions.Pipeline;

/// <summary>Processor time of a process by what its threads are for, as the system counts it, in seconds.</summary>
/// <param name="Stream">Threads that process records.</param>
/// <param name="Client">librdkafka's: they fetch, compress and send.</param>
/// <param name="Store">RocksDB's: they write files and compact them.</param>
/// <param name="Others">.NET's: delivery to Redis, collection of garbage, compilation.</param>
internal readonly record struct ThreadTimes(double Stream, double Client, double Store, double Others)
{
    private const double TicksPerSecond = 100;      // USER_HZ, which Linux reports these in on every machine
    private const int UserTicks = 11, SystemTicks = 12;     // fields behind the name, of proc(5)

    public static ThreadTimes Of(int process)
    {
        var times = new ThreadTimes();
        foreach (var thread in Directory.EnumerateDirectories($"/proc/{process}/task"))
        {
            string stat;
            try
            {
                stat = File.ReadAllText(Path.Combine(thread, "stat"));
            }
            catch (IOException)
            {
                continue;       // it has ended
            }
            var name = stat[(stat.IndexOf('(') + 1)..stat.LastIndexOf(')')];
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            var seconds = (Number(fields[UserTicks]) + Number(fields[SystemTicks])) / TicksPerSecond;
            times = name switch
            {
                _ when name.StartsWith("smartkart-", StringComparison.Ordinal) => times with { Stream = times.Stream + seconds },
                _ when name.StartsWith("rdk:", StringComparison.Ordinal) => times with { Client = times.Client + seconds },
                _ when name.StartsWith("rocksdb", StringComparison.Ordinal) => times with { Store = times.Store + seconds },
                _ => times with { Others = times.Others + seconds },
            };
        }
        return times;
    }

    public static ThreadTimes operator -(ThreadTimes left, ThreadTimes right) =>
        new(left.Stream - right.Stream, left.Client - right.Client, left.Store - right.Store, left.Others - right.Others);

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
