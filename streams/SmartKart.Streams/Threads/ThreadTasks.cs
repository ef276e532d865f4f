using System.Diagnostics.CodeAnalysis;
using SmartKart.Kafka;

namespace SmartKart.Streams.Threads;

/// <summary>The tasks of one thread: which there are, and the way of a consumed record to its task. Owned by the thread.</summary>
internal sealed class ThreadTasks
{
    private readonly SortedDictionary<TaskId, ActiveTask> _tasks = [];
    private readonly Dictionary<TopicPartition, (ActiveTask Task, InputPartition Input)> _inputs = [];
    private ActiveTask[] _running = [];
    private int _records = 1; // per task and round, as many as take about a millisecond

    /// <summary>All tasks, those being restored included.</summary>
    public IReadOnlyCollection<ActiveTask> All => _tasks.Values;

    /// <summary>Those that process.</summary>
    public IReadOnlyList<ActiveTask> Running => _running;

    public bool Contains(TaskId task) => _tasks.ContainsKey(task);

    public void Add(ActiveTask task)
    {
        _tasks.Add(task.Id, task);
        foreach (var input in task.Inputs) _inputs.Add(input.Partition, (task, input));
    }

    public void Remove(ActiveTask task)
    {
        _tasks.Remove(task.Id);
        foreach (var input in task.Inputs) _inputs.Remove(input.Partition);
        Look();
    }

    public void Start(ActiveTask task)
    {
        task.Start();
        Look();
    }

    /// <summary>The task of this thread that reads a partition.</summary>
    public bool TryGetTaskOf(TopicPartition partition, [MaybeNullWhen(false)] out ActiveTask task)
    {
        var isThere = _inputs.TryGetValue(partition, out var input);
        task = input.Task;
        return isThere;
    }

    /// <summary>
    /// Gives a batch to the tasks. Records that no task can take, for its partition went or is to be read again, are dropped: the assignment
    /// is told, so that they come again. Hot path: per record.
    /// </summary>
    public void Take(RecordBatch batch, TaskAssignment assignment)
    {
        var (topic, partition) = ("", -1);
        InputPartition? input = null;
        foreach (var record in batch)
        {
            if (record.Partition != partition || !ReferenceEquals(record.Topic, topic))
            {
                (topic, partition) = (record.Topic, record.Partition);
                input = RunningInput(new TopicPartition(topic, partition), assignment);
                if (input is null) assignment.Dropped(new TopicPartition(topic, partition), record.Offset);
            }
            input?.Add(record);
        }
        foreach (var end in batch.Ends) RunningInput(new TopicPartition(end.Topic, end.Partition), assignment)?.EndReached(end.Offset);
    }

    /// <summary>Processes a few records of each task that can.</summary>
    /// <returns>How many.</returns>
    public int ProcessRound(TimeProvider time, StreamsMetrics metrics)
    {
        var began = time.GetTimestamp();
        var processed = 0;
        foreach (var task in _running)
        {
            var left = _records;
            while (left > 0 && task.CanProcess() && task.Task.Process())
            {
                left--;
                processed++;
            }
        }
        if (processed == 0) return 0;
        var duration = time.GetElapsedTime(began);
        Adapt(duration);
        metrics.ProcessedRound(processed, duration);
        return processed;
    }

    /// <summary>How many records wait in the tasks that process.</summary>
    public int BufferedRecords()
    {
        var count = 0;
        foreach (var task in _running) count += task.BufferedRecords;
        return count;
    }

    public bool CanProcess()
    {
        foreach (var task in _running)
            if (task.CanProcess()) return true;
        return false;
    }

    // Slow processors are asked often whether something else is due, fast ones seldom.
    private void Adapt(TimeSpan round)
    {
        const int MostRecords = 1024;
        if (round < TimeSpan.FromMilliseconds(1)) _records = Math.Min(_records * 2, MostRecords);
        else if (round > TimeSpan.FromMilliseconds(10)) _records = Math.Max(_records / 2, 1);
    }

    private InputPartition? RunningInput(TopicPartition partition, TaskAssignment assignment) =>
        _inputs.TryGetValue(partition, out var found) && found.Task.IsRunning && !assignment.IsToRewind(partition) ? found.Input : null;

    private void Look() => _running = [.. _tasks.Values.Where(task => task.IsRunning)];
}
