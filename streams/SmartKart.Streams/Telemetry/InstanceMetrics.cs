using System.Diagnostics.Metrics;
using SmartKart.Streams.Threads;

namespace SmartKart.Streams;

/// <summary>
/// What the tasks of one instance tell when they are asked: how many there are, where they are in time, how far they are behind, how large their stores are. By
/// looking, so that of a task that went nothing is left to be believed. Of the meter <c>SmartKart.Streams</c>.
/// </summary>
internal sealed class InstanceMetrics : IDisposable
{
    private readonly Meter _meter = new(StreamsMetrics.MeterName);
    private readonly RunningTasks _tasks;
    private readonly TimeProvider _time;
    private readonly KeyValuePair<string, object?> _application;
    private readonly Instrument _lag;
    private readonly Instrument _lagRecords;

    /// <param name="applicationId">Whose.</param>
    /// <param name="tasks">Its tasks.</param>
    /// <param name="standbys">How many tasks it stands by for.</param>
    /// <param name="isRunning">Whether all its tasks process.</param>
    /// <param name="time">Tells how old a record is.</param>
    public InstanceMetrics(string applicationId, RunningTasks tasks, Func<int> standbys, Func<bool> isRunning, TimeProvider time)
    {
        (_tasks, _time, _application) = (tasks, time, new("application", applicationId));
        _meter.CreateObservableGauge("smartkart.streams.running", () => new Measurement<int>(isRunning() ? 1 : 0, _application), "1", "Whether all tasks of this instance process: 1, or 0 while they move or are restored");
        _meter.CreateObservableGauge("smartkart.streams.tasks", () => Tasks(standbys()), "{task}", "Tasks of this instance, by what they do");
        _meter.CreateObservableGauge("smartkart.streams.stream_time", StreamTimes, "s", "The latest time that a task has seen in its records, in seconds since 1970");
        _meter.CreateObservableGauge("smartkart.streams.store_entries", StoreEntries, "{entry}", "Entries of a state store, roughly, over the tasks of this instance");
        _meter.CreateObservableGauge("smartkart.streams.store_size", StoreBytes, "By", "Bytes of a state store, roughly, over the tasks of this instance");
        _lagRecords = _meter.CreateObservableGauge("smartkart.streams.lag_records", LagRecords, "{record}", "Records between a task and the end of its partition");
        _lag = _meter.CreateObservableGauge("smartkart.streams.lag", LagSeconds, "s", "Age of the last record that a task took of a partition, while it is behind");
    }

    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<int>> Tasks(int standbys)
    {
        var (running, restoring) = _tasks.Counts;
        return [State(running, "running"), State(restoring, "restoring"), State(standbys, "standby")];
    }

    private Measurement<int> State(int count, string state) => new(count, _application, new KeyValuePair<string, object?>("state", state));

    private IEnumerable<Measurement<double>> StreamTimes() => _tasks.Look(task => task.Context.StreamTimeMs is >= 0 and var time
        ? [new Measurement<double>(time / 1e3, _application, new KeyValuePair<string, object?>("task", task.Id.ToString()))]
        : Enumerable.Empty<Measurement<double>>());

    private IEnumerable<Measurement<long>> StoreEntries() => OfStores(store => store.Committed.ApproximateEntries);

    private IEnumerable<Measurement<long>> StoreBytes() => OfStores(store => store.Committed.ApproximateBytes);

    private IEnumerable<Measurement<long>> OfStores(Func<State.ITaskStore, long> size) => _tasks
        .Look(task => task.Stores.Select(store => (store.Name, Size: size(store))))
        .GroupBy(store => store.Name, StringComparer.Ordinal)
        .Select(store => new Measurement<long>(store.Sum(part => part.Size), _application, new KeyValuePair<string, object?>("store", store.Key)));

    private IEnumerable<Measurement<long>> LagRecords() => Lags((partition, lag) => Of(lag.Records, partition));

    private IEnumerable<Measurement<double>> LagSeconds()
    {
        var now = _time.GetUtcNow().ToUnixTimeMilliseconds();
        return Lags((partition, lag) => Of(lag.Records > 0 && lag.TimeMs >= 0 ? (now - lag.TimeMs) / 1e3 : 0, partition));
    }

    private IEnumerable<T> Lags<T>(Func<Kafka.TopicPartition, (long Records, long TimeMs), T> measure) => _tasks.Look(task => task.Partitions.Queues
        .Where(queue => queue.Lag.Records >= 0)
        .Select(queue => measure(queue.Partition, queue.Lag)));

    private Measurement<T> Of<T>(T value, Kafka.TopicPartition partition) where T : struct =>
        new(value, _application, new KeyValuePair<string, object?>("topic", partition.Topic), new KeyValuePair<string, object?>("partition", partition.Partition));
}
