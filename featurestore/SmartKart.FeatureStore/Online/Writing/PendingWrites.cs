using System.Diagnostics.CodeAnalysis;

namespace SmartKart.FeatureStore.Online.Writing;

/// <summary>
/// The writes that wait, one for each key and view: a newer write takes the place of the one that waits. What was taken and failed comes before all
/// that came later, so what waits is always in order of arrival. Thread safe.
/// </summary>
internal sealed class PendingWrites
{
    private readonly Lock _gate = new();            // guards all
    private readonly Dictionary<PendingWrite, PendingWrite> _byKey = new(KeyComparer.Instance);
    private readonly Queue<PendingWrite> _arrived = new();
    private readonly List<PendingWrite> _taken = [];
    private Queue<PendingWrite> _again = new();
    private long _bytes;
    private long _lastOrder;
    private int _waiting;

    /// <summary>Writes that Redis hasn't confirmed, those under way included.</summary>
    public int Count
    {
        get { lock (_gate) return _waiting + _taken.Count; }
    }

    /// <summary>Their bytes.</summary>
    public long Bytes
    {
        get { lock (_gate) return _bytes; }
    }

    /// <summary>The number of the write that came last.</summary>
    public long LastOrder
    {
        get { lock (_gate) return _lastOrder; }
    }

    /// <summary>Adds a write.</summary>
    public void Add(PendingWrite write)
    {
        lock (_gate)
        {
            write.Order = ++_lastOrder;
            if (_byKey.TryGetValue(write, out var waiting))
            {
                Weigh(-waiting.Bytes, 0);
                waiting.Absorb(write);
                Weigh(waiting.Bytes, 0);
                OnlineMetrics.Coalesced.Add(1);
                return;
            }
            _byKey.Add(write, write);
            _arrived.Enqueue(write);
            _waiting++;
            Weigh(write.Bytes, 1);
        }
    }

    /// <summary>Takes the oldest writes for a batch; each must be confirmed or returned.</summary>
    /// <param name="count">At most so many.</param>
    /// <param name="bytes">No more once there are so many bytes.</param>
    /// <param name="batch">Takes them.</param>
    public void Take(int count, long bytes, List<PendingWrite> batch)
    {
        lock (_gate)
        {
            while (batch.Count < count && bytes > 0 && (_again.TryDequeue(out var write) || _arrived.TryDequeue(out write)))
            {
                if (write.IsVoid) continue;
                _byKey.Remove(write);
                _taken.Add(write);
                _waiting--;
                batch.Add(write);
                bytes -= write.Bytes;
            }
        }
    }

    /// <summary>The batch is over: those that failed wait again, before all others.</summary>
    public void Return(List<PendingWrite> failed)
    {
        lock (_gate)
        {
            foreach (var write in _taken) Weigh(-write.Bytes, -1);
            _taken.Clear();
            if (failed.Count == 0) return;
            var again = new Queue<PendingWrite>(failed.Count + _again.Count);
            foreach (var write in failed)
            {
                if (_byKey.Remove(write, out var newer))
                {
                    newer.IsVoid = true;
                    Weigh(-newer.Bytes, -1);
                    _waiting--;
                    write.Absorb(newer);
                }
                _byKey.Add(write, write);
                again.Enqueue(write);
                _waiting++;
                Weigh(write.Bytes, 1);
            }
            foreach (var write in _again) again.Enqueue(write);
            _again = again;
        }
    }

    /// <summary>Up to which write, in order of arrival, all are confirmed.</summary>
    public long Done
    {
        get
        {
            lock (_gate)
            {
                if (_taken.Count > 0) return _taken[0].Order - 1;
                while (_again.TryPeek(out var first) && first.IsVoid) _again.Dequeue();
                if (_again.TryPeek(out var again)) return again.Order - 1;
                while (_arrived.TryPeek(out var first) && first.IsVoid) _arrived.Dequeue();
                return _arrived.TryPeek(out var arrived) ? arrived.Order - 1 : _lastOrder;
            }
        }
    }

    /// <summary>Whether every write up to one, in order of arrival, is confirmed.</summary>
    public bool IsDone(long order) => order <= Done;

    /// <summary>Drops all.</summary>
    /// <returns>How many there were.</returns>
    public int Drop()
    {
        lock (_gate)
        {
            var count = _waiting + _taken.Count;
            Weigh(-_bytes, -count);
            _byKey.Clear();
            _arrived.Clear();
            _again.Clear();
            _taken.Clear();
            _waiting = 0;
            return count;
        }
    }

    private void Weigh(long bytes, int writes)
    {
        _bytes += bytes;
        OnlineMetrics.UnwrittenBytes.Add(bytes);
        if (writes != 0) OnlineMetrics.Unwritten.Add(writes);
    }

    private sealed class KeyComparer : IEqualityComparer<PendingWrite>
    {
        public static readonly KeyComparer Instance = new();

        public bool Equals(PendingWrite? x, PendingWrite? y) =>
            ReferenceEquals(x, y) || (x is not null && y is not null && x.Key.AsSpan().SequenceEqual(y.Key) && x.Field.AsSpan().SequenceEqual(y.Field));

        public int GetHashCode([DisallowNull] PendingWrite write)
        {
            var hash = new HashCode();
            hash.AddBytes(write.Key);
            hash.AddBytes(write.Field);
            return hash.ToHashCode();
        }
    }
}
