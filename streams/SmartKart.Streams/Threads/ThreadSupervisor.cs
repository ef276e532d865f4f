using SmartKart.Kafka;
using SmartKart.Streams.Restoration;

namespace SmartKart.Streams.Threads;

/// <summary>
/// Starts the threads of an instance, replaces those that fail, up to a limit, and stops them. What the cluster does to a thread counts as
/// no failure. Any thread may call.
/// </summary>
internal sealed class ThreadSupervisor(StreamsApplication application, StateUpdater? stateUpdater, TaskObserver observer, Action<string> changed, Action<Exception> gaveUp)
{
    private readonly Lock _gate = new(); // guards the fields below
    private readonly SortedDictionary<int, StreamThread> _threads = [];
    private readonly Queue<long> _failures = new();
    private StreamsApplication _application = application;
    private bool _isStopping;

    /// <summary>The numbers and states of the threads.</summary>
    public IReadOnlyList<(string Name, StreamThreadState State)> Threads
    {
        get
        {
            lock (_gate) return [.. _threads.Values.Select(thread => (thread.Name, thread.State))];
        }
    }

    /// <summary>All threads have their partitions and their state. An application of global stores alone has no threads.</summary>
    public bool AllRun => Threads is var threads && (threads.Count > 0 || !HasTasks) && threads.All(thread => thread.State == StreamThreadState.Running);

    private bool HasTasks => _application.TaskMap.Topics.Any();

    /// <summary>Starts one more thread, with the least number that is free.</summary>
    /// <returns>Its name; null where the instance is stopping, or there is nothing for threads to do.</returns>
    public string? Add()
    {
        lock (_gate)
        {
            if (_isStopping || !HasTasks) return null;
            var number = 1;
            while (_threads.ContainsKey(number)) number++;
            return StartLocked(number).Name;
        }
    }

    /// <summary>Stops the thread of the highest number; its tasks go to others.</summary>
    /// <returns>Its name; null where there is none.</returns>
    public async Task<string?> RemoveAsync()
    {
        StreamThread thread;
        lock (_gate)
        {
            if (_threads.Count == 0) return null;
            thread = _threads.Values.Last();
            thread.RequestStop();
        }
        await thread.Ended;
        return thread.Name;
    }

    /// <summary>Stops all, and waits for them. No thread is replaced any more.</summary>
    public async Task StopAsync()
    {
        StreamThread[] threads;
        lock (_gate)
        {
            _isStopping = true;
            threads = [.. _threads.Values];
            foreach (var thread in threads) thread.RequestStop();
        }
        foreach (var thread in threads) await thread.Ended.ContinueWith(_ => { }, TaskScheduler.Default); // its fault was told by Watch
    }

    private StreamThread StartLocked(int number)
    {
        var thread = new StreamThread(_application, number, stateUpdater, observer, each => changed($"{each.Name} is {each.State}"));
        _threads.Add(number, thread);
        _ = WatchAsync(thread); // ends with the thread, and throws nothing
        thread.Start();
        return thread;
    }

    private async Task WatchAsync(StreamThread thread)
    {
        try
        {
            await thread.Ended;
            lock (_gate) Forget(thread);
        }
        catch (Exception fault)
        {
            Log.ThreadFailed(_application.Logger, fault, thread.Name);
            if (!TryReplace(thread, fault)) gaveUp(fault);
        }
        changed($"{thread.Name} ended");
    }

    private bool TryReplace(StreamThread failed, Exception fault)
    {
        lock (_gate)
        {
            Forget(failed);
            if (_isStopping) return true;
            if (failed.GroupProtocol == StreamsGroupProtocol.Consumer && IsForWantOfTheProtocol(fault)) FallBackToClassic(fault);
            else if (IsOfTheCluster(fault)) Log.ThreadStartsOver(_application.Logger, failed.Name);
            else if (!MayReplace(failed)) return false;
            StartLocked(failed.Number);
            return true;
        }
    }

    // Each thread that has begun finds out by itself; the first of them decides for all that follow.
    private void FallBackToClassic(Exception fault)
    {
        if (_application.Options.GroupProtocol == StreamsGroupProtocol.Classic) return;
        Log.FallingBackToClassic(_application.Logger, fault);
        Log.ClassicProtocol(_application.Logger);
        _application = _application with { Options = _application.Options with { GroupProtocol = StreamsGroupProtocol.Classic } };
    }

    private void Forget(StreamThread ended)
    {
        _threads.Remove(ended.Number);
        ended.Dispose();
    }

    private bool MayReplace(StreamThread failed)
    {
        var (options, time) = (_application.Options, _application.Time);
        while (_failures.TryPeek(out var oldest) && time.GetElapsedTime(oldest) > options.ThreadReplacementWindow) _failures.Dequeue();
        if (_failures.Count >= options.ThreadReplacementLimit) return false;
        _failures.Enqueue(time.GetTimestamp());
        Log.ThreadReplaced(_application.Logger, failed.Name, _failures.Count, options.ThreadReplacementLimit, options.ThreadReplacementWindow);
        return true;
    }

    // The broker was away for longer than a transaction lasts, or gave the thread's work to another: nothing is wrong with the thread, and
    // all threads of an instance may meet it at once. The next begins by waiting for the broker.
    private static bool IsOfTheCluster(Exception fault) => fault is KafkaException { IsRetriable: true }
        or KafkaException { Code: KafkaErrorCode.Fenced or KafkaErrorCode.ProducerFenced or KafkaErrorCode.InvalidProducerEpoch };

    // A broker of before the protocol was noticed at the start; one on which it is switched off refuses the member, for good.
    private static bool IsForWantOfTheProtocol(Exception fault) => fault is KafkaException { Code: KafkaErrorCode.UnsupportedVersion or KafkaErrorCode.UnsupportedFeature };
}
