using SmartKart.Prometheus.Pages;
using SmartKart.Topologies.Worker;

namespace SmartKart.Local.Platform;

/// <summary>A topic: how fast it grows.</summary>
internal sealed record TopicFigures(string Name, double RecordsPerSecond, long Records);

/// <summary>A topology: how fast it goes, and how far it is behind.</summary>
internal sealed record TopologyFigures(string Name, bool IsRunning, double RecordsPerSecond, long LagRecords, TimeSpan Lag);

/// <summary>What a person wants to see of the platform: rates between two looks, and the rest as of the later one.</summary>
/// <param name="Topics">Those that have records, the fastest first.</param>
/// <param name="Topologies">All that run here, by name.</param>
/// <param name="FreshnessP50">From publishing to readable in Redis, of the time between the looks; null where nothing came.</param>
/// <param name="FreshnessP99">The same, which one in a hundred exceeds.</param>
/// <param name="DeadLetters">Events that could not be used, since the process began.</param>
/// <param name="ArchiveLagRecords">Records that are in no finished file yet; null where no archive runs.</param>
/// <param name="Unwritten">Writes that wait for Redis.</param>
/// <param name="RedisBytes">Memory of Redis; null while it doesn't answer.</param>
/// <param name="ProcessBytes">Memory of this process.</param>
internal sealed record PlatformFigures(
    IReadOnlyList<TopicFigures> Topics, IReadOnlyList<TopologyFigures> Topologies, TimeSpan? FreshnessP50, TimeSpan? FreshnessP99,
    long DeadLetters, long? ArchiveLagRecords, long Unwritten, long? RedisBytes, long ProcessBytes)
{
    /// <summary>Records that came in a second, over all topics.</summary>
    public double RecordsPerSecond => Topics.Sum(topic => topic.RecordsPerSecond);

    /// <summary>Makes them of two looks.</summary>
    public static PlatformFigures Of(PlatformLook earlier, PlatformLook later, WorkerOptions options, TimeProvider time)
    {
        var (page, seconds) = (later.Page, Math.Max(time.GetElapsedTime(earlier.At, later.At).TotalSeconds, 1e-3));
        var topics = later.Ends.Where(end => end.Value > 0)
            .Select(end => new TopicFigures(end.Key, (end.Value - earlier.Ends.GetValueOrDefault(end.Key, end.Value)) / seconds, end.Value))
            .OrderByDescending(topic => topic.RecordsPerSecond).ThenByDescending(topic => topic.Records);
        var archive = page.Named("smartkart_topologies_archive_lag_records").ToList();
        return new PlatformFigures(
            [.. topics],
            [.. page.Named("smartkart_streams_running").OrderBy(sample => sample["application"], StringComparer.Ordinal).Select(sample => Of(sample, earlier.Page, page, options, seconds))],
            Seconds(page.Quantile("smartkart_topologies_freshness_seconds", 0.5, earlier.Page)),
            Seconds(page.Quantile("smartkart_topologies_freshness_seconds", 0.99, earlier.Page)),
            (long)page.Sum("smartkart_streams_dead_letters_total"),
            archive.Count == 0 ? null : (long)archive.Sum(sample => sample.Value),
            (long)page.Sum("smartkart_featurestore_online_unwritten"),
            (long?)page.Max("smartkart_featurestore_online_memory_bytes"),
            (long)page.Sum("process_resident_memory_bytes"));
    }

    private static TopologyFigures Of(MetricSample running, MetricsPage earlier, MetricsPage later, WorkerOptions options, double seconds)
    {
        const string Processed = "smartkart_streams_records_processed_total", Label = "application";
        var application = running[Label];
        return new TopologyFigures(
            options.NameOf(application), running.Value > 0,
            (later.Sum(Processed, Label, application) - earlier.Sum(Processed, Label, application)) / seconds,
            (long)later.Sum("smartkart_streams_lag_records", Label, application),
            Seconds(later.Max("smartkart_streams_lag_seconds", Label, application)) ?? TimeSpan.Zero);
    }

    private static TimeSpan? Seconds(double? seconds) => seconds is { } some ? TimeSpan.FromSeconds(some) : null;
}
