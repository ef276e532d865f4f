using SmartKart.Kafka;

namespace SmartKart.Streams.Threads;

/// <summary>Fills the global stores from their topics, and keeps them up to date, on a thread and with a consumer of its own.</summary>
internal sealed class GlobalThread : IDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    private readonly StreamsApplication _application;
    private readonly Dictionary<string, GlobalTask> _tasks;
    private readonly Dictionary<TopicPartition, long> _ends; // that are to be reached before the application runs
    private readonly Action<Exception> _failed;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _filled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="application">The application.</param>
    /// <param name="tasks">The stores; to be closed when this thread has stopped.</param>
    /// <param name="ends">Where their topics ended a moment ago.</param>
    /// <param name="failed">Is told of a fault after all were filled.</param>
    public GlobalThread(StreamsApplication application, IEnumerable<GlobalTask> tasks, IReadOnlyDictionary<TopicPartition, long> ends, Action<Exception> failed)
    {
        _application = application;
        _tasks = tasks.ToDictionary(task => task.Topic, StringComparer.Ordinal);
        _ends = ends.Where(end => end.Value > 0).ToDictionary();
        _failed = failed;
    }

    /// <summary>Starts it, and waits until each store holds what its topic held at the start.</summary>
    public async Task FillAsync(CancellationToken cancellation)
    {
        new Thread(Run) { IsBackground = true, Name = $"{_application.Options.ApplicationId} GlobalThread" }.Start();
        await _filled.Task.WaitAsync(cancellation);
    }

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _ended.Task;
    }

    public void Dispose() => _stop.Dispose();

    private void Run()
    {
        try
        {
            using var consumer = BatchConsumer.Open(
                _application.Kafka
                    .With("group.id", $"{_application.Options.ApplicationId}-global") // never joined: partitions are assigned by hand
                    .With("max.poll.interval.ms", "86400000") // so nobody waits for its next poll; librdkafka's longest, whatever the threads' is
                    .With("client.id", _application.ClientId("GlobalThread"))
                    .With("enable.partition.eof", "true")
                    .With("auto.offset.reset", "earliest")
                    .With("isolation.level", _application.Options.IsExactlyOnce ? "read_committed" : "read_uncommitted"),
                logger: _application.Logger);
            consumer.Partitions.Assign(_tasks.Values.SelectMany(task => task.Partitions).Select(partition => partition.At(Offset.Beginning)));
            while (true) Turn(consumer);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            _filled.TrySetCanceled();
        }
        catch (Exception fault)
        {
            if (!_filled.TrySetException(fault)) _failed(fault);
        }
        finally
        {
            _ended.SetResult();
        }
    }

    private void Turn(BatchConsumer consumer)
    {
        if (_ends.Count == 0) _filled.TrySetResult();
        using var batch = consumer.Consume(Poll, _stop.Token);
        foreach (var record in batch)
        {
            _tasks[record.Topic].Process(record);
            if (_ends.Count > 0) Reach(new TopicPartition(record.Topic, record.Partition), record.Offset + 1);
        }
        foreach (var task in _tasks.Values) task.Commit();
        foreach (var end in batch.Ends) Reach(new TopicPartition(end.Topic, end.Partition), end.Offset);
    }

    private void Reach(TopicPartition partition, long offset)
    {
        if (_ends.TryGetValue(partition, out var end) && offset >= end) _ends.Remove(partition);
    }
}
