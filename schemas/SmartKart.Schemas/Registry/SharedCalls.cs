namespace SmartKart.Schemas.Registry;

/// <summary>
/// Answers that do not change, each fetched once: callers that ask at the same time share one call, what failed is not kept, and the
/// oldest answer goes when there are too many. A caller that gives up leaves the call to the others; it ends by itself, or when this is
/// disposed of. Safe to share between threads.
/// </summary>
internal sealed class SharedCalls<TKey, TValue> : IDisposable where TKey : notnull
{
    private readonly int _capacity;
    private readonly Func<TKey, CancellationToken, Task<TValue>> _fetch;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationToken _stopping;       // outlives its source

    private readonly Lock _gate = new();                // guards the collections below
    private readonly Dictionary<TKey, TValue> _known = [];
    private readonly Dictionary<TKey, Call> _underWay = [];
    private Queue<TKey> _byAge = new();                 // the keys of _known, oldest first

    public SharedCalls(int capacity, Func<TKey, CancellationToken, Task<TValue>> fetch) =>
        (_capacity, _fetch, _stopping) = (capacity, fetch, _stop.Token);

    public ValueTask<TValue> GetAsync(TKey key, CancellationToken cancellation)
    {
        Call? call;
        lock (_gate)
        {
            if (_known.TryGetValue(key, out var value)) return new ValueTask<TValue>(value);
            ObjectDisposedException.ThrowIf(_stopping.IsCancellationRequested, this);
            if (!_underWay.TryGetValue(key, out call))
            {
                _underWay.Add(key, call = new Call());
                var begun = call;
                // On another thread: a fetch may end before it first waits, and would do so inside this lock.
                call.Task = Task.Run(() => FetchAsync(key, begun), CancellationToken.None);
            }
        }
        return new ValueTask<TValue>(call.Task!.WaitAsync(cancellation));       // set inside the lock, when the call was added
    }

    /// <summary>Forgets answers; a call under way still answers those who wait for it, but is not kept.</summary>
    public void Forget(Predicate<TKey> which)
    {
        lock (_gate)
        {
            foreach (var key in _known.Keys.Where(key => which(key)).ToArray()) _known.Remove(key);
            foreach (var key in _underWay.Keys.Where(key => which(key)).ToArray()) _underWay.Remove(key);
            _byAge = new Queue<TKey>(_byAge.Where(_known.ContainsKey));
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private async Task<TValue> FetchAsync(TKey key, Call call)
    {
        try
        {
            var value = await _fetch(key, _stopping);
            lock (_gate)
            {
                if (IsCurrent(key, call)) Keep(key, value);
            }
            return value;
        }
        finally
        {
            lock (_gate)
            {
                if (IsCurrent(key, call)) _underWay.Remove(key);
            }
        }
    }

    private bool IsCurrent(TKey key, Call call) => _underWay.TryGetValue(key, out var current) && current == call;

    private void Keep(TKey key, TValue value)
    {
        while (_known.Count >= _capacity) _known.Remove(_byAge.Dequeue());
        _known.Add(key, value);
        _byAge.Enqueue(key);
    }

    private sealed class Call
    {
        public Task<TValue>? Task { get; set; }
    }
}
