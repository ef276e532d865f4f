using SmartKart.Kafka;
using SmartKart.Streams.Native.Libc;
using SmartKart.Streams.Producing;
using SmartKart.Streams.Restoration;

namespace SmartKart.Streams.Threads;

/// <summary>
/// A thread that runs tasks: consumes, processes, punctuates and commits, round and round. It waits nowhere but for its consumer, the
/// broker's answers and a full producer. What it can't get over ends it, and whoever started it decides on another.
/// </summary>
internal sealed class StreamThread : IDisposable
{
    private static readonly TimeSpan LongestPoll = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan SettlingPoll = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan TimeToJoin = TimeSpan.FromSeconds(5); // a member that gets no partition is told nothing
    private const int MostAbortsInSuccession = 10;

    private readonly StreamsApplication _application;
    private readonly StateUpdater? _stateUpdater;
    private readonly TaskObserver _observer;
    private readonly Action<StreamThread> _stateChanged;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Opened by the thread itself.
    private BatchConsumer _consumer = null!;
    private StreamsProducer _producer = null!;
    private RecordCollector _collector = null!;
    private TaskAssignment _assignment = null!;
    private TaskCommitter _committer = null!;
    private CommitPace _pace = null!;
    private readonly ThreadTasks _tasks = new();
    private long _consumedAt;
    private long _startedAt;
    private int _aborts;
    private bool _isClosing;

    public StreamThread(StreamsApplication application, int number, StateUpdater? stateUpdater, TaskObserver observer, Action<StreamThread> stateChanged)
    {
        (_application, _stateUpdater, _observer, _stateChanged) = (application, stateUpdater, observer, stateChanged);
        Number = number;
        Name = $"StreamThread-{number}";
    }

    /// <summary>Its number among the instance's threads, from 1: what its transactional id ends with.</summary>
    public int Number { get; }

    public string Name { get; }

    /// <summary>By which it has its partitions.</summary>
    public StreamsGroupProtocol GroupProtocol => _application.Options.GroupProtocol;

    public StreamThreadState State { get; private set; }

    /// <summary>Ends with the thread: with the fault that ended it, if one did.</summary>
    public Task Ended => _ended.Task;

    public void Start() => new Thread(Run) { IsBackground = true, Name = $"{_application.Options.ApplicationId} {Name}" }.Start();

    /// <summary>Asks it to commit, close its tasks and leave the group. <see cref="Ended"/> tells when it has.</summary>
    public void RequestStop() => _stop.Cancel();

    /// <summary>For after its end.</summary>
    public void Dispose() => _stop.Dispose();

    private void Run()
    {
        Exception? failure = null;
        try
        {
            ThreadNiceness.Set(_application.Options.ThreadNiceness);
            Open();
            Log.ThreadStarted(_application.Logger, Name);
            SetState(StreamThreadState.Rebalancing);
            Loop();
            CloseCleanly();
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested && !_isClosing)
        {
            // Stopped while it opened: nothing to commit yet.
        }
        catch (Exception fault)
        {
            failure = fault;
        }
        finally
        {
            CloseAsItIs();
            SetState(StreamThreadState.Dead);
            Log.ThreadStopped(_application.Logger, Name);
            if (failure is null) _ended.SetResult();
            else _ended.SetException(failure);
        }
    }

    private void Open()
    {
        var clientId = _application.ClientId(Name);
        var transactionalId = _application.Options.IsExactlyOnce ? $"{_application.Options.ApplicationId}-{_application.ProcessId}-{Number}" : null;
        _producer = StreamsProducer.Open(_application.Kafka, transactionalId, _application.Options.LongestCommitInterval, clientId + "-producer", _application.Logger);
        _producer.Initialize(_stop.Token);
        _consumer = BatchConsumer.Open(ThreadConsumer.Configuration(_application, clientId, Number), logger: _application.Logger);
        _collector = new RecordCollector(_producer, _application.PartitionsOf);
        _assignment = new TaskAssignment(_application, Name, _consumer, _collector, _tasks, _stateUpdater, _observer);
        var undelivered = new UndeliveredRecords(_application, _collector);
        _producer.Refused = failure => undelivered.Judge(failure, failure.ToException());
        if (_application.Options.DeadLetterTopic is { } deadLetters) _collector.WriterOf(deadLetters); // not while the others are being sent
        _committer = new TaskCommitter(_consumer, _producer, _collector, undelivered);
        _consumer.PartitionsAssigned += Assigned;
        _consumer.PartitionsRevoked += Revoked;
        _consumer.PartitionsLost += Lost;
        _consumer.Subscribe(_application.TaskMap.Topics);
        _pace = new CommitPace(_application.Options.EffectiveCommitInterval, _application.Options.LongestCommitInterval, _application.Time);
        _startedAt = _consumedAt = _application.Time.GetTimestamp();
    }

    private void Loop()
    {
        while (!_stop.IsCancellationRequested)
        {
            Consume();
            _assignment.Settle();
            SetState(IsSettled ? StreamThreadState.Running : StreamThreadState.Rebalancing);
            try
            {
                Process();
                Punctuate();
                _collector.SendAll();
                _producer.Poll();
            }
            catch (KafkaException fault) when (_producer.IsTransactionOpen && !fault.IsFatal)
            {
                Abort(fault);
            }
            if (IsCommitDue()) Commit();
        }
    }

    private bool IsSettled => !_assignment.IsSettling && (_assignment.HasJoined || _application.Time.GetElapsedTime(_startedAt) > TimeToJoin);

    private void Consume()
    {
        var canProcess = _tasks.CanProcess();
        var sinceConsumed = _application.Time.GetElapsedTime(_consumedAt);
        // Processing what is here comes first; but the group must be heard now and then.
        if (canProcess && sinceConsumed < LongestPoll && _tasks.BufferedRecords() >= _application.Options.BufferedRecordsPerPartition) return;
        Throttle();
        var began = _application.Time.GetTimestamp();
        try
        {
            using var batch = _consumer.Consume(canProcess ? TimeSpan.Zero : PollTimeout(), _stop.Token);
            _tasks.Take(batch, _assignment);
        }
        catch (OperationCanceledException)
        {
            // The loop ends by itself.
        }
        catch (KafkaException fault) when (fault.Code == KafkaErrorCode.PolledTooSeldom)
        {
            Log.PolledTooSeldom(_application.Logger, fault, Name); // the group went on without this member, which joins again and is told what it lost
        }
        _consumedAt = _application.Time.GetTimestamp();
        _application.Metrics.Polled(_application.Time.GetElapsedTime(began, _consumedAt));
    }

    // Back-pressure: nothing more is consumed while a thread has enough to do. What waits for another partition is paused, and what a slow
    // processor leaves lying though the group is listened to; both are resumed when half is gone. Not sooner than needed, for librdkafka
    // throws away what it fetched of a partition that is paused, and fetches it again.
    private void Throttle()
    {
        var limit = _application.Options.BufferedRecordsPerPartition;
        foreach (var task in _tasks.Running)
        {
            foreach (var input in task.Inputs)
            {
                var mayWait = task.CanProcess() ? limit + BatchConsumer.DefaultBatchRecords : limit;
                if (!input.IsPaused && input.Buffer.Count >= mayWait) _consumer.Partitions.Pause([input.Partition]);
                else if (input.IsPaused && input.Buffer.Count <= limit / 2) _consumer.Partitions.Resume([input.Partition]);
                else continue;
                input.IsPaused = !input.IsPaused;
            }
        }
    }

    private TimeSpan PollTimeout()
    {
        if (_assignment.IsSettling || !_assignment.HasJoined) return SettlingPoll;
        var timeout = LongestPoll;
        var now = _application.Time.GetUtcNow().ToUnixTimeMilliseconds();
        var untilCommit = _pace.UntilDue;
        foreach (var task in _tasks.Running)
        {
            if (task.IsIdling) return SettlingPoll;
            if (task.Task.NeedsCommit && untilCommit < timeout) timeout = untilCommit;
            var untilPunctuation = task.Task.Context.NextWallClockDueMs - now;
            if (untilPunctuation < timeout.TotalMilliseconds) timeout = TimeSpan.FromMilliseconds(untilPunctuation);
        }
        return timeout < TimeSpan.Zero ? TimeSpan.Zero : timeout;
    }

    private void Process()
    {
        var (began, processed) = (_application.Time.GetTimestamp(), 0L);
        while (_tasks.ProcessRound(_application.Time, _application.Metrics) is var round and > 0)
        {
            processed += round;
            if (_application.Time.GetElapsedTime(began) >= LongestPoll || IsCommitDue() || _stop.IsCancellationRequested) break;
        }
        _pace.Processed(processed, _application.Time.GetElapsedTime(began));
    }

    private void Punctuate()
    {
        var now = _application.Time.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (var task in _tasks.Running) task.Task.PunctuateWallClock(now);
    }

    private bool IsCommitDue()
    {
        if (_pace.UntilDue <= TimeSpan.Zero) return true;
        long uncommitted = 0;
        foreach (var task in _tasks.Running)
        {
            if (task.Task.Context.CommitRequested) return true;
            uncommitted += task.Task.UncommittedBytes;
        }
        return uncommitted > _application.Options.StateStoreCacheMaxBytes / _application.Options.Threads;
    }

    private void Commit()
    {
        var began = _application.Time.GetTimestamp();
        try
        {
            var committed = _committer.Commit(_tasks.Running);
            _aborts = 0;
            if (committed > 0) _application.Metrics.Committed(_application.Time.GetElapsedTime(began));
        }
        catch (KafkaException fault) when (_producer.IsTransactional && !fault.IsFatal)
        {
            Abort(fault);
        }
        catch (KafkaException fault) when (!_producer.IsTransactional && CommitFaults.Passes(fault))
        {
            Log.CommitPostponed(_application.Logger, fault, Name);
        }
        _pace.Committed(Measure());
    }

    // Returns how many records wait for all tasks together.
    private long Measure()
    {
        var backlog = 0L;
        foreach (var task in _tasks.Running)
        {
            _application.Metrics.Count(task);
            foreach (var input in task.Inputs)
            {
                if (input.NextOffset is not { } next || _consumer.Partitions.KnownEnd(input.Partition) is not { } end) continue;
                var lag = Math.Max(0, end - next);
                input.MeasureLag(lag);
                backlog += lag;
            }
        }
        return backlog;
    }

    private void Abort(KafkaException fault)
    {
        Log.TransactionAborted(_application.Logger, fault, Name);
        _application.Metrics.Aborted();
        if (++_aborts > MostAbortsInSuccession) throw fault;
        _producer.AbortTransaction();
        _collector.Clear();
        _assignment.Rollback();
    }

    private void Assigned(IReadOnlyList<TopicPartition> partitions)
    {
        if (!_isClosing) _assignment.Assigned(partitions); // what comes while it leaves goes again at once
    }

    private void Revoked(IReadOnlyList<TopicPartition> partitions)
    {
        if (_isClosing && _tasks.All.Count == 0) return;
        Log.PartitionsRevoked(_application.Logger, Name, string.Join(", ", partitions));
        _application.Metrics.Rebalanced("revoked");
        Commit();
        _assignment.Unassigned(partitions);
    }

    private void Lost(IReadOnlyList<TopicPartition> partitions)
    {
        Log.PartitionsLost(_application.Logger, Name, string.Join(", ", partitions));
        _application.Metrics.Rebalanced("lost");
        if (_producer.IsTransactionOpen)
        {
            _producer.AbortTransaction(); // it holds records of what was lost, and may not be committed
            _collector.Clear();
            _assignment.Rollback();
        }
        _assignment.Unassigned(partitions);
    }

    private void CloseCleanly()
    {
        Commit();
        _isClosing = true;
        _assignment.CloseAll();
        _consumer.Close();
    }

    // After a clean close there is nothing left to do here but to let go of the clients.
    private void CloseAsItIs()
    {
        _isClosing = true;
        Try("its tasks", () => _assignment?.CloseAll());
        Try("what it asks", () => _assignment?.Dispose());
        Try("its transaction", () => _producer?.AbortTransaction());
        Try("its consumer", () => _consumer?.Dispose());
        Try("its producer", () => _producer?.Dispose());
    }

    private void Try(string what, Action close)
    {
        try
        {
            close();
        }
        catch (Exception fault)
        {
            Log.ClosingFailed(_application.Logger, fault, Name, what);
        }
    }

    private void SetState(StreamThreadState state)
    {
        if (State == state) return;
        State = state;
        _stateChanged(this);
    }
}
