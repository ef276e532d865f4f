using System.Diagnostics.CodeAnalysis;

namespace SmartKart.Streams.Tasks;

/// <summary>The punctuations of one task by one clock, soonest first.</summary>
internal sealed class PunctuationQueue
{
    private readonly PriorityQueue<Punctuation, long> _queue = new();

    /// <summary>When the soonest is due, ms; the greatest number where there is none. Hot path: asked per record.</summary>
    public long NextDueMs { get; private set; } = long.MaxValue;

    public IDisposable Add(string node, long dueMs, long intervalMs, Action<long> punctuate)
    {
        var punctuation = new Punctuation(node, intervalMs, punctuate) { DueMs = dueMs };
        Enqueue(punctuation);
        return punctuation;
    }

    /// <summary>Takes one that is due out of the queue.</summary>
    public bool TryTakeDue(long nowMs, [MaybeNullWhen(false)] out Punctuation due)
    {
        while (_queue.TryPeek(out due, out var dueMs) && (due.IsCancelled || dueMs <= nowMs))
        {
            _queue.Dequeue();
            Look();
            if (!due.IsCancelled) return true;
        }
        due = null;
        return false;
    }

    /// <summary>Puts it back for its next time: those that were missed meanwhile are not made up for, and the rhythm is kept.</summary>
    public void Reschedule(Punctuation punctuation, long nowMs)
    {
        if (punctuation.IsCancelled) return;
        var missed = (nowMs - punctuation.DueMs) / punctuation.IntervalMs;
        punctuation.DueMs += (missed + 1) * punctuation.IntervalMs;
        Enqueue(punctuation);
    }

    private void Enqueue(Punctuation punctuation)
    {
        _queue.Enqueue(punctuation, punctuation.DueMs);
        Look();
    }

    private void Look() => NextDueMs = _queue.TryPeek(out _, out var dueMs) ? dueMs : long.MaxValue;

    /// <summary>One schedule; disposing of it ends it.</summary>
    internal sealed class Punctuation(string node, long intervalMs, Action<long> punctuate) : IDisposable
    {
        public string Node { get; } = node;

        public long IntervalMs { get; } = intervalMs;

        public Action<long> Punctuate { get; } = punctuate;

        public long DueMs { get; set; }

        public bool IsCancelled { get; private set; }

        public void Dispose() => IsCancelled = true;
    }
}
