using System.Runtime.ExceptionServices;

namespace SmartKart.Training.DeepFm.Steps;

/// <summary>
/// A fixed number of threads that work on the same task, the caller's own among them. They wait at a barrier, so that a task of milliseconds pays
/// microseconds for being shared, and allocates nothing. For one caller at a time.
/// </summary>
internal sealed class Crew : IDisposable
{
    private readonly Barrier _barrier;
    private readonly Thread[] _others;
    private readonly Exception?[] _faults;
    private Action<int>? _task;         // null when the others are to end

    /// <param name="size">Threads, the caller's among them.</param>
    public Crew(int size)
    {
        _barrier = new Barrier(size);
        _faults = new Exception?[size];
        _others = new Thread[size - 1];
        for (var member = 1; member < size; member++)
        {
            var own = member;
            _others[own - 1] = new Thread(() => Work(own)) { IsBackground = true, Name = $"deepfm-{own}" };
            _others[own - 1].Start();
        }
    }

    /// <summary>How many threads.</summary>
    public int Size => _faults.Length;

    /// <summary>Calls a task on each thread with the thread's number, from 0, and returns when all have.</summary>
    public void Run(Action<int> task)
    {
        _task = task;
        _barrier.SignalAndWait();
        Attempt(task, 0);
        _barrier.SignalAndWait();
        foreach (var fault in _faults)
        {
            if (fault is null) continue;
            Array.Clear(_faults);
            ExceptionDispatchInfo.Throw(fault);
        }
    }

    /// <summary>The items of one thread: even shares, in order.</summary>
    public (int From, int To) Share(int member, int items) => ((int)((long)items * member / Size), (int)((long)items * (member + 1) / Size));

    /// <summary>Ends the threads.</summary>
    public void Dispose()
    {
        _task = null;
        _barrier.SignalAndWait();
        foreach (var other in _others) other.Join();
        _barrier.Dispose();
    }

    private void Work(int member)
    {
        while (true)
        {
            _barrier.SignalAndWait();
            if (_task is not { } task) return;
            Attempt(task, member);
            _barrier.SignalAndWait();
        }
    }

    // A fault must not keep the others waiting: it is kept, and thrown when all are back.
    private void Attempt(Action<int> task, int member)
    {
        try
        {
            task(member);
        }
        catch (Exception fault)
        {
            _faults[member] = fault;
        }
    }
}
