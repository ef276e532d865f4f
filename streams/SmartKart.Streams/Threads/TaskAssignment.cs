using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using SmartKart.Kafka;
using SmartKart.Streams.Producing;
using SmartKart.Streams.Restoration;
using SmartKart.Streams.Tasks;

namespace SmartKart.Streams.Threads;

/// <summary>
/// Makes tasks of the partitions that the group gives to a thread, and ends them when these go. A partition is paused until the task
/// that reads it has all its partitions and its state. Owned by the thread; the group's events come inside its Consume.
/// </summary>
internal sealed class TaskAssignment(
    StreamsApplication application, string thread, BatchConsumer consumer, RecordCollector collector, ThreadTasks tasks, StateUpdater? stateUpdater, TaskObserver observer)
    : IDisposable
{
    private const int StoresOpenedAtOnce = 8;

    private readonly Dictionary<TopicPartition, long> _assigned = []; // with the moment they came, by the clock's timestamp
    private readonly ConcurrentQueue<(StreamTask Task, bool IsBroken)> _restored = new(); // filled by the state updater
    private readonly Dictionary<TopicPartition, long> _rewinds = []; // where to read again from: the consumer goes back there before anything more is taken
    private readonly CommittedPlaces _places = new(application);
    private readonly List<ActiveTask> _whole = []; // that have their state, and wait for the times of their partitions
    private bool _mayMakeTasks;

    /// <summary>The group has spoken once.</summary>
    public bool HasJoined { get; private set; }

    /// <summary>Some tasks are not there yet, or not restored.</summary>
    public bool IsSettling => _mayMakeTasks || tasks.All.Count != tasks.Running.Count;

    public void Assigned(IReadOnlyList<TopicPartition> partitions)
    {
        HasJoined = true;
        if (partitions.Count == 0) return;
        Log.PartitionsAssigned(application.Logger, thread, string.Join(", ", partitions));
        application.Metrics.Rebalanced("assigned");
        consumer.Partitions.Pause(partitions);
        foreach (var partition in partitions) _assigned[partition] = application.Time.GetTimestamp();
        _places.Ask(partitions);
        _mayMakeTasks = true;
    }

    /// <summary>Partitions go. What was done of them is committed already, or will be read again by whoever gets them.</summary>
    public void Unassigned(IReadOnlyList<TopicPartition> partitions)
    {
        foreach (var partition in partitions)
        {
            _assigned.Remove(partition);
            _rewinds.Remove(partition);
            _places.Forget(partition);
        }
        foreach (var partition in partitions)
            if (tasks.TryGetTaskOf(partition, out var task)) Close(task, mayStandBy: true);
    }

    /// <summary>The consumer is about to go back in a partition: what comes of it before is out of date.</summary>
    public bool IsToRewind(TopicPartition partition) => _rewinds.ContainsKey(partition);

    /// <summary>A record came that no task could take. If its partition stays here, it is read again from there.</summary>
    public void Dropped(TopicPartition partition, long offset)
    {
        if (_assigned.ContainsKey(partition)) _rewinds.TryAdd(partition, offset);
    }

    /// <summary>Brings the tasks in line with the partitions that are there now, outside the group's events.</summary>
    public void Settle()
    {
        ApplyRewinds();
        while (_restored.TryDequeue(out var restored))
        {
            if (tasks.All.FirstOrDefault(task => task.Task == restored.Task) is not { } task) continue; // it went meanwhile
            if (restored.IsBroken) RestoreAnew(task);
            else _whole.Add(task);
        }
        if (_mayMakeTasks) MakeTasks();
        _places.Settle();
        if (_whole.Count > 0) StartAll([.. _whole.Where(KnowsItsTimes)]);
    }

    private void MakeTasks()
    {
        _mayMakeTasks = false;
        var cold = new List<TaskId>();
        foreach (var id in _assigned.Keys.Select(application.TaskMap.TaskOf).Distinct().Order().ToList())
        {
            if (tasks.Contains(id) || !application.TaskMap.PartitionsOf(id).All(_assigned.ContainsKey)) continue;
            if (stateUpdater?.TakeStandby(id) is { } standby) Make(id, standby, isStandby: true);
            else cold.Add(id);
        }
        var fresh = cold.FindAll(application.Locks.TryTake);
        _mayMakeTasks |= fresh.Count < cold.Count; // another thread of this process is about to close them
        if (fresh.Count == 0) return;
        var opened = OpenStores(fresh);
        var made = 0;
        try
        {
            while (made < fresh.Count) Make(fresh[made], opened[made++], isStandby: false);
        }
        catch
        {
            LetGo(fresh[made..], opened[made..]);
            throw;
        }
    }

    // Opening a store waits for the disk: those of several tasks do so together.
    private TaskStores[] OpenStores(List<TaskId> fresh)
    {
        var opened = new TaskStores?[fresh.Count];
        try
        {
            var few = new ParallelOptions { MaxDegreeOfParallelism = StoresOpenedAtOnce };
            Parallel.For(0, fresh.Count, few, at => opened[at] = TaskStores.Open(fresh[at], application.TaskMap.SubTopologyOf(fresh[at]), application.TaskSettings));
            return opened!;      // each was opened, or it threw
        }
        catch (AggregateException faults)
        {
            LetGo(fresh, opened);
            ExceptionDispatchInfo.Throw(faults.InnerExceptions[0]);
            throw;
        }
    }

    /// <summary>
    /// Goes back to the last commit: stores as it left them, partitions from its offsets. Processors are made anew, for they may remember
    /// in fields of their own what was taken back.
    /// </summary>
    public void Rollback()
    {
        foreach (var task in tasks.Running.ToList())
        {
            tasks.Remove(task);
            HoldBack(task);
            observer.Closed(task.Task);
            Make(task.Id, EndAndKeepStores(task), isStandby: false);
        }
    }

    /// <summary>Ends all tasks as they are.</summary>
    public void CloseAll()
    {
        _assigned.Clear();
        foreach (var task in tasks.All.ToList()) Close(task, mayStandBy: false);
        _rewinds.Clear();
    }

    public void Dispose() => _places.Dispose();

    private void Make(TaskId id, TaskStores? stores, bool isStandby)
    {
        ActiveTask active;
        try
        {
            var task = new StreamTask(id, application.TaskMap.SubTopologyOf(id), application.TaskSettings, collector, application.GlobalStores, stores);
            if (application.Options.DeadLetterTopic is { } topic)
                task.Context.DeadLetters = DeadLetter.SenderTo(collector.WriterOf(topic), application.Options.ApplicationId, application.Time, application.Options.DeadLetterFormat);
            active = new ActiveTask(task, application.Time, application.Options.MaxTaskIdle);
            observer.Created(task, hadStandby: isStandby);
        }
        catch
        {
            stores?.Dispose();
            application.Locks.Release(id);
            throw;
        }
        tasks.Add(active);
        if (stateUpdater is not null && active.Task.Changelogs.Any(changelog => changelog.Partition is not null))
            stateUpdater.Restore(active.Task, isBroken => _restored.Enqueue((active.Task, isBroken)));
        else _whole.Add(active);
    }

    private void LetGo(IReadOnlyList<TaskId> ids, IReadOnlyList<TaskStores?> opened)
    {
        foreach (var stores in opened) stores?.Dispose();
        foreach (var id in ids) application.Locks.Release(id);
    }

    // Its state is none that its changelog could have made: what is on disk goes, and all is read again.
    private void RestoreAnew(ActiveTask task)
    {
        Close(task, mayStandBy: false);
        TaskStores.Delete(task.Id, application.TaskSettings);
        _mayMakeTasks = true;
    }

    private bool KnowsItsTimes(ActiveTask task)
    {
        foreach (var input in task.Inputs)
            if (_places.Of(input.Partition) is null) return false;
        return true;
    }

    // Their partitions are resumed at once: each time the leaders are asked, who may have a fetch to answer first.
    private void StartAll(List<ActiveTask> whole)
    {
        if (whole.Count == 0) return;
        foreach (var task in whole) Start(task);
        ApplyRewinds();
        consumer.Partitions.Resume(whole.SelectMany(task => task.Inputs).Select(input => input.Partition));
        foreach (var task in whole)
        {
            var since = task.Inputs.Max(input => _assigned[input.Partition]);
            var duration = application.Time.GetElapsedTime(since);
            Log.TaskStarted(application.Logger, task.Id, thread, duration.TotalMilliseconds);
            observer.Started(task.Task, thread, duration);
        }
    }

    private void Start(ActiveTask task)
    {
        _whole.Remove(task);
        foreach (var input in task.Inputs) task.Task.Restore(input.Partition, _places.Of(input.Partition) ?? CommittedPlace.None);
        tasks.Start(task);
        OffsetResets.Apply(consumer, application.TaskMap.SubTopologyOf(task.Id), application.Options, [.. task.Inputs.Select(input => input.Partition)], _rewinds);
    }

    private void Close(ActiveTask task, bool mayStandBy)
    {
        tasks.Remove(task);
        _whole.Remove(task);
        HoldBack(task);
        stateUpdater?.Remove(task.Id);
        observer.Closed(task.Task);
        if (mayStandBy && stateUpdater is not null && application.Options.NumStandbyReplicas > 0)
        {
            CloseToStandBy(task, stateUpdater);
            return;
        }
        try
        {
            task.Task.Dispose();
        }
        finally
        {
            application.Locks.Release(task.Id);
        }
        Log.TaskClosed(application.Logger, task.Id, thread);
    }

    // The next owner may die: who just had the state is the best to take over again.
    private void CloseToStandBy(ActiveTask task, StateUpdater updater)
    {
        updater.Keep(task.Id, EndAndKeepStores(task));
        Log.TaskClosed(application.Logger, task.Id, thread);
    }

    private TaskStores EndAndKeepStores(ActiveTask task)
    {
        try
        {
            return task.Task.EndAndKeepStores();
        }
        catch
        {
            application.Locks.Release(task.Id);
            throw;
        }
    }

    // Partitions that stay wait for the task to come back whole, and are then read from where it was committed.
    private void HoldBack(ActiveTask task)
    {
        InputPartition[] staying = [.. task.Inputs.Where(input => _assigned.ContainsKey(input.Partition))];
        if (staying.Length == 0) return;
        consumer.Partitions.Pause(staying.Select(input => input.Partition));
        foreach (var input in staying)
        {
            if (input.Committed is { } offset) _rewinds[input.Partition] = offset;
            if (input.CommittedPlace is { } place) _places.Set(input.Partition, place);
        }
    }

    private void ApplyRewinds()
    {
        if (_rewinds.Count == 0) return;
        consumer.Partitions.Seek(_rewinds.Select(each => each.Key.At(each.Value)));
        _rewinds.Clear();
    }
}
