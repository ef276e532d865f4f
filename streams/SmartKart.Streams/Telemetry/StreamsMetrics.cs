using System.Diagnostics.Metrics;
using SmartKart.Streams.Threads;

namespace SmartKart.Streams;

/// <summary>The metrics of the meter <c>SmartKart.Streams</c>. Tasks are counted when their thread commits, so that no record pays for it.</summary>
internal sealed class StreamsMetrics
{
    internal const string MeterName = "SmartKart.Streams";
    private static readonly Meter Meter = new(MeterName);

    private static readonly Counter<long> Processed = Meter.CreateCounter<long>("smartkart.streams.records_processed", "{record}", "Records that a task took");
    private static readonly Counter<long> ByOperator = Meter.CreateCounter<long>("smartkart.streams.operator_records", "{record}", "Records that an operator took");
    private static readonly Counter<long> Skipped = Meter.CreateCounter<long>("smartkart.streams.records_skipped", "{record}", "Records that were passed over, dead letters included");
    private static readonly Counter<long> Late = Meter.CreateCounter<long>("smartkart.streams.records_late", "{record}", "Records that came after their window had closed");
    private static readonly Histogram<double> ProcessDuration = Meter.CreateHistogram<double>("smartkart.streams.process_duration", "s", "Time per record, averaged over a round of the thread");
    private static readonly Histogram<double> PollDuration = Meter.CreateHistogram<double>("smartkart.streams.poll_duration", "s", "Time that a thread waited for records");
    private static readonly Histogram<double> CommitDuration = Meter.CreateHistogram<double>("smartkart.streams.commit_duration", "s", "Time that a commit took");
    private static readonly Counter<long> Aborts = Meter.CreateCounter<long>("smartkart.streams.transactions_aborted", "{transaction}", "Transactions that were taken back");
    private static readonly Counter<long> Rebalances = Meter.CreateCounter<long>("smartkart.streams.rebalances", "{event}", "Partitions that came, went or were lost");
    private static readonly Counter<long> DeadLetters = Meter.CreateCounter<long>("smartkart.streams.dead_letters", "{record}", "Records that went to the dead-letter topic, by the topic that they came from");
    private static readonly Histogram<double> TaskStarts = Meter.CreateHistogram<double>("smartkart.streams.task_start_duration", "s", "Time from a task's assignment to its first record, by whether it found its standby");
    private static readonly Gauge<long> RestoreRemaining = Meter.CreateGauge<long>("smartkart.streams.restore_remaining", "{record}", "Changelog records to be read until all tasks have their state");

    private readonly KeyValuePair<string, object?> _application;

    public StreamsMetrics(string applicationId)
    {
        _application = new("application", applicationId);
        // What may never come is told of from the beginning, or nobody knows that it is watched.
        Aborts.Add(0, _application);
        RestoreRemaining.Record(0, _application);
    }

    public void Polled(TimeSpan duration) => PollDuration.Record(duration.TotalSeconds, _application);

    public void ProcessedRound(int records, TimeSpan duration) => ProcessDuration.Record(duration.TotalSeconds / records, _application);

    public void Committed(TimeSpan duration) => CommitDuration.Record(duration.TotalSeconds, _application);

    public void Aborted() => Aborts.Add(1, _application);

    public void Rebalanced(string what) => Rebalances.Add(1, _application, new("event", what));

    public void TaskStarted(TaskStart start) => TaskStarts.Record(start.SinceAssigned.TotalSeconds, _application, new("found_standby", start.FoundStandby));

    public void Restoring(long remainingRecords) => RestoreRemaining.Record(remainingRecords, _application);

    /// <summary>What is told of the instance when it is asked; null before it runs.</summary>
    public InstanceMetrics? Instance { get; set; }

    /// <summary>A record became a dead letter; should its transaction be taken back, it will be counted again.</summary>
    public static void DeadLettered(string applicationId, string topic) => DeadLetters.Add(1, new("application", applicationId), new("topic", topic));

    /// <summary>Counts what a task did since it was last counted.</summary>
    public void Count(ActiveTask task)
    {
        KeyValuePair<string, object?> name = new("task", task.Id.ToString());
        var counted = task.Counted;
        long taken = 0;
        for (var at = 0; at < task.Task.Nodes.Count; at++)
        {
            var node = task.Task.Nodes[at];
            var grown = counted.Grow(at, node.ProcessedRecords);
            if (grown == 0) continue;
            ByOperator.Add(grown, _application, name, new("operator", node.Name));
            if (node is Tasks.SourceNode) taken += grown;
        }
        if (taken > 0) Processed.Add(taken, _application, name);
        if (counted.GrowSkipped(task.Task.Context.SkippedRecords) is > 0 and var skipped) Skipped.Add(skipped, _application, name);
        if (counted.GrowLate(task.Task.Context.LateRecords) is > 0 and var late) Late.Add(late, _application, name);
    }
}

/// <summary>How far a task's own counts were told.</summary>
internal sealed class TaskCounts(int nodes)
{
    private readonly long[] _nodes = new long[nodes];
    private long _skipped;
    private long _late;

    public long Grow(int node, long now) => Grow(ref _nodes[node], now);

    public long GrowSkipped(long now) => Grow(ref _skipped, now);

    public long GrowLate(long now) => Grow(ref _late, now);

    private static long Grow(ref long counted, long now)
    {
        var grown = now - counted;
        counted = now;
        return grown;
    }
}
