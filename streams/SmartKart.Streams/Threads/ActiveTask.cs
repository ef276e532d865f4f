using SmartKart.Streams.Tasks;

namespace SmartKart.Streams.Threads;

/// <summary>A task of this thread, and whether it may go on: it waits until its state is restored, and for partitions that are behind. Owned by the thread.</summary>
internal sealed class ActiveTask
{
    // The broker says when a partition is at its end. Should it fall silent, the others go on without it after this time.
    private static readonly TimeSpan LongestWaitForRecords = TimeSpan.FromSeconds(5);

    private readonly InputPartition[] _inputs;
    private readonly TimeProvider _time;
    private readonly TimeSpan _maxIdle;
    private long? _idleSince;

    public ActiveTask(StreamTask task, TimeProvider time, TimeSpan maxIdle)
    {
        Task = task;
        Counted = new TaskCounts(task.Nodes.Count);
        _time = time;
        _maxIdle = maxIdle;
        _inputs = [.. task.Partitions.Queues.Select(queue => new InputPartition(queue))];
    }

    public StreamTask Task { get; }

    public TaskId Id => Task.Id;

    public IReadOnlyList<InputPartition> Inputs => _inputs;

    /// <summary>For the metrics.</summary>
    public TaskCounts Counted { get; }

    /// <summary>Its state is restored, and it processes.</summary>
    public bool IsRunning { get; private set; }

    /// <summary>It has records, and waits for those of another partition.</summary>
    public bool IsIdling => _idleSince is not null;

    public int BufferedRecords
    {
        get
        {
            var count = 0;
            foreach (var input in _inputs) count += input.Buffer.Count;
            return count;
        }
    }

    public void Start()
    {
        Task.Start();
        IsRunning = true;
    }

    /// <summary>
    /// Whether the next record may be taken: each partition has one, or has none to give, so that the earliest is known. Hot path.
    /// </summary>
    public bool CanProcess()
    {
        if (_inputs.Length == 1) return _inputs[0].Buffer.Count > 0;
        var (some, all, ended) = (false, true, true);
        foreach (var input in _inputs)
        {
            if (input.Buffer.Count > 0) some = true;
            else (all, ended) = (false, ended && input.IsAtEnd);
        }
        if (all || !some || _maxIdle < TimeSpan.Zero)
        {
            _idleSince = null;
            return some;
        }
        var limit = ended || _maxIdle > LongestWaitForRecords ? _maxIdle : LongestWaitForRecords;
        if (limit == TimeSpan.Zero) return true;
        _idleSince ??= _time.GetTimestamp();
        return _time.GetElapsedTime(_idleSince.GetValueOrDefault()) >= limit;
    }
}
