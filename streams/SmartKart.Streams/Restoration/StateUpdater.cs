using SmartKart.Kafka;
using SmartKart.Streams.Tasks;
using SmartKart.Streams.Threads;

namespace SmartKart.Streams.Restoration;

/// <summary>
/// Reads changelogs, on a thread and with a consumer of its own: to restore the state of new tasks while the others go on, and to keep
/// standby tasks up to date. A store belongs to it from the moment it is handed over until it is handed back or taken.
/// </summary>
internal sealed class StateUpdater : IDisposable
{
    private const int BatchRecords = 10_000;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50); // how soon a new task is seen to

    private readonly StreamsApplication _application;
    private readonly ChangelogBounds _bounds;
    private readonly Action<Exception> _failed;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _wake = new(0);
    private readonly HashSet<string> _metTopics = new(StringComparer.Ordinal);

    private readonly Lock _gate = new(); // guards the fields below, and the stores while records are applied to them
    private readonly Dictionary<TaskId, StoreRestoration> _restorations = [];
    private readonly Dictionary<TopicPartition, StoreChangelog> _changelogs = []; // of those that are prepared
    private IReadOnlySet<TaskId> _wantedStandbys = new HashSet<TaskId>();
    private bool _hasMoved; // what is read has changed

    public StateUpdater(StreamsApplication application, ChangelogBounds bounds, Action<Exception> failed) => (_application, _bounds, _failed) = (application, bounds, failed);

    /// <summary>How many records of changelogs are to be read until all active tasks have their state. Any thread.</summary>
    public long RemainingRecords
    {
        get
        {
            lock (_gate) return _restorations.Values.Where(each => !each.IsStandby).SelectMany(each => each.Changelogs).Sum(changelog => changelog.RemainingRecords);
        }
    }

    /// <summary>The standby tasks that it keeps. Any thread.</summary>
    public IReadOnlyList<TaskId> Standbys
    {
        get
        {
            lock (_gate) return [.. _restorations.Values.Where(each => each.IsStandby).Select(each => each.Id).Order()];
        }
    }

    public void Start() => new Thread(Run) { IsBackground = true, Name = $"{_application.Options.ApplicationId} StateUpdater" }.Start();

    /// <summary>Restores an active task's stores, which its thread leaves alone meanwhile.</summary>
    /// <param name="task">The task.</param>
    /// <param name="ended">Is called by the updater's thread: the state is whole; or, with true, must be thrown away and restored anew.</param>
    public void Restore(StreamTask task, Action<bool> ended)
    {
        lock (_gate) _restorations.Add(task.Id, new StoreRestoration(task.Id, task.Changelogs) { Ended = ended });
        _wake.Release();
    }

    /// <summary>Stops restoring a task; when it returns its stores are its owner's again. Nothing where it is not being restored.</summary>
    public void Remove(TaskId task)
    {
        lock (_gate)
            if (_restorations.TryGetValue(task, out var restoration) && !restoration.IsStandby) Forget(restoration);
    }

    /// <summary>Hands over the stores of a standby, with the lock on its task; null where there is none.</summary>
    public TaskStores? TakeStandby(TaskId task)
    {
        lock (_gate)
        {
            if (!_restorations.TryGetValue(task, out var restoration) || !restoration.IsStandby) return null;
            Forget(restoration);
            return restoration.StandbyStores;
        }
    }

    /// <summary>Keeps the stores of a task that went as a standby, with the lock on the task, until two plans in succession don't want it.</summary>
    public void Keep(TaskId task, TaskStores stores)
    {
        lock (_gate) _restorations.Add(task, new StoreRestoration(task, stores.Changelogs()) { StandbyStores = stores });
        _wake.Release();
    }

    /// <summary>Says which standbys to keep from now on. Any thread.</summary>
    /// <param name="standbys">Those that are wanted.</param>
    /// <param name="coming">Tasks that are here or about to be: a standby of one stays until the task takes its stores.</param>
    public void Plan(IReadOnlySet<TaskId> standbys, IReadOnlySet<TaskId> coming)
    {
        lock (_gate)
        {
            _wantedStandbys = standbys;
            foreach (var standby in _restorations.Values.Where(each => each.IsStandby))
                standby.UnwantedPlans = standbys.Contains(standby.Id) || coming.Contains(standby.Id) ? 0 : standby.UnwantedPlans + 1;
        }
        _wake.Release();
    }

    /// <summary>Stops; standbys are closed. What is being restored is its owner's again when the task ends.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _ended.Task;
    }

    public void Dispose()
    {
        _stop.Dispose();
        _wake.Dispose();
    }

    private void Run()
    {
        try
        {
            using var consumer = BatchConsumer.Open(
                _application.Kafka
                    .With("group.id", $"{_application.Options.ApplicationId}-state-updater") // never joined: partitions are assigned by hand
                    .With("max.poll.interval.ms", "86400000") // so nobody waits for its next poll; librdkafka's longest, whatever the threads' is
                    .With("client.id", _application.ClientId("StateUpdater"))
                    .With("enable.partition.eof", "true")
                    .With("fetch.wait.max.ms", "50") // a task that comes waits for the fetch that is under way
                    .With("auto.offset.reset", "earliest")
                    .With("isolation.level", _application.Options.IsExactlyOnce ? "read_committed" : "read_uncommitted"),
                BatchRecords, _application.Logger);
            while (!_stop.IsCancellationRequested) Turn(consumer);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Asked to stop while it waited.
        }
        catch (Exception fault)
        {
            _failed(fault);
        }
        finally
        {
            CloseStandbys();
            _ended.SetResult();
        }
    }

    private void Turn(BatchConsumer consumer)
    {
        CloseUnwanted();
        OpenWanted();
        if (!TryPrepare(consumer))
        {
            _wake.Wait(Poll, _stop.Token);
            return;
        }
        using var batch = consumer.Consume(Poll, _stop.Token);
        lock (_gate) Apply(batch);
        EndRestored();
        _application.Metrics.Restoring(RemainingRecords);
    }

    /// <returns>Whether there is anything to read.</returns>
    private bool TryPrepare(BatchConsumer consumer)
    {
        try
        {
            PrepareNew();
            if (Reassign(consumer)) return true;
            // Nothing is assigned. But what the consumer has to say, as that the broker is away, must not pile up.
            consumer.Consume(TimeSpan.Zero, _stop.Token).Dispose();
            return false;
        }
        catch (KafkaException fault) when (fault.IsRetriable)
        {
            Log.RestoringPostponed(_application.Logger, fault, _application.Options.ApplicationId);
            return false;
        }
    }

    private void Apply(RecordBatch batch)
    {
        var last = default(TopicPartition);
        StoreChangelog? changelog = null;
        foreach (var record in batch)
        {
            if (record.Partition != last.Partition || !ReferenceEquals(record.Topic, last.Topic))
            {
                last = new TopicPartition(record.Topic, record.Partition);
                changelog = _changelogs.GetValueOrDefault(last);
            }
            // After a change of what is read, a record may come a second time.
            if (changelog is not null && record.Offset >= changelog.Next) changelog.Add(record);
        }
        foreach (var end in batch.Ends) _changelogs.GetValueOrDefault(new TopicPartition(end.Topic, end.Partition))?.EndReached(end.Offset);
        foreach (var each in _changelogs.Values) each.Apply();
    }

    private void EndRestored()
    {
        List<StoreRestoration> restored;
        lock (_gate)
        {
            restored = [.. _restorations.Values.Where(each => !each.IsStandby && each.IsRestored)];
            foreach (var each in restored) Forget(each);
        }
        foreach (var each in restored) each.Ended?.Invoke(false);
    }

    // The broker is asked outside the lock, or a thread that closes a task would wait for it.
    private void PrepareNew()
    {
        List<StoreRestoration> fresh;
        lock (_gate) fresh = [.. _restorations.Values.Where(each => !each.IsPrepared)];
        if (fresh.Count == 0) return;
        var bounds = _bounds.Of([.. fresh.SelectMany(each => each.Partitions)], _stop.Token);
        var broken = new List<StoreRestoration>();
        lock (_gate)
        {
            foreach (var each in fresh.Where(each => _restorations.GetValueOrDefault(each.Id) == each))
            {
                if (Begin(each, bounds)) continue;
                Forget(each);
                broken.Add(each);
            }
        }
        foreach (var each in broken) StartAnew(each);
        EndRestored();
    }

    private bool Begin(StoreRestoration restoration, IReadOnlyDictionary<TopicPartition, (long Beginning, long End)> bounds)
    {
        foreach (var changelog in restoration.Changelogs)
        {
            var (beginning, end) = bounds[changelog.Partition];
            if (changelog.KnownOffset is { } known && (known < beginning || known > end))
            {
                Log.StateIsNotOfChangelog(_application.Logger, restoration.Id, changelog.Partition, known, beginning, end);
                return false;
            }
            changelog.Begin(changelog.KnownOffset ?? beginning, end);
        }
        foreach (var changelog in restoration.Changelogs) _changelogs.Add(changelog.Partition, changelog);
        restoration.IsPrepared = true;
        _hasMoved = true;
        return true;
    }

    private void StartAnew(StoreRestoration broken)
    {
        broken.Ended?.Invoke(true);
        if (broken.StandbyStores is not { } stores) return;
        stores.Dispose();
        TaskStores.Delete(broken.Id, _application.TaskSettings);
        _application.Locks.Release(broken.Id); // and it is opened again, while it is wanted
    }

    private void CloseUnwanted()
    {
        List<StoreRestoration> unwanted;
        lock (_gate)
        {
            unwanted = [.. _restorations.Values.Where(each => each is { IsStandby: true, UnwantedPlans: >= 2 })];
            foreach (var each in unwanted) Forget(each);
        }
        foreach (var each in unwanted) Close(each);
    }

    private void OpenWanted()
    {
        List<TaskId> missing;
        lock (_gate) missing = [.. _wantedStandbys.Where(task => !_restorations.ContainsKey(task))];
        foreach (var task in missing)
        {
            if (!_application.Locks.TryTake(task)) continue; // a thread of this process runs it
            TaskStores stores;
            try
            {
                stores = TaskStores.Open(task, _application.TaskMap.SubTopologyOf(task), _application.TaskSettings);
            }
            catch
            {
                _application.Locks.Release(task);
                throw;
            }
            Log.StandbyOpened(_application.Logger, task);
            Keep(task, stores);
        }
    }

    /// <returns>Whether there is anything to read.</returns>
    private bool Reassign(BatchConsumer consumer)
    {
        TopicPartitionOffset[] offsets;
        lock (_gate)
        {
            if (!_hasMoved) return _changelogs.Count > 0;
            offsets = [.. _changelogs.Values.Select(changelog => changelog.Partition.At(changelog.Next))];
        }
        foreach (var topic in offsets.Select(offset => offset.Topic).Distinct(StringComparer.Ordinal).Where(topic => !_metTopics.Contains(topic)))
        {
            _ = consumer.Partitions.Bounds(new TopicPartition(topic, 0)); // has librdkafka learn who leads the topic, which by itself it asks once a second
            _metTopics.Add(topic);
        }
        lock (_gate)
        {
            // Asked again, for it may have changed while the broker answered.
            offsets = [.. _changelogs.Values.Select(changelog => changelog.Partition.At(changelog.Next))];
            _hasMoved = false;
        }
        consumer.Partitions.Assign(offsets);
        return offsets.Length > 0;
    }

    private void Forget(StoreRestoration restoration)
    {
        _restorations.Remove(restoration.Id);
        foreach (var partition in restoration.Partitions) _hasMoved |= _changelogs.Remove(partition);
    }

    private void Close(StoreRestoration standby)
    {
        standby.StandbyStores?.Dispose();
        _application.Locks.Release(standby.Id);
        Log.StandbyClosed(_application.Logger, standby.Id);
    }

    private void CloseStandbys()
    {
        List<StoreRestoration> standbys;
        lock (_gate)
        {
            standbys = [.. _restorations.Values.Where(each => each.IsStandby)];
            foreach (var each in standbys) Forget(each);
        }
        foreach (var each in standbys) Close(each);
    }
}
