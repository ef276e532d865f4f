using System.Collections.Concurrent;

namespace SmartKart.Serving.Visitors;

/// <summary>
/// The values of the keys that were put lately: two generations, of which the older one is forgotten when the younger one is full. So a key stays for at least
/// half of the room after it was put or found. Thread safe.
/// </summary>
/// <param name="most">How many values there is room for.</param>
internal sealed class RecentValues<T>(int most) where T : class
{
    private readonly Lock _turn = new();
    private ConcurrentDictionary<string, T> _young = new(StringComparer.Ordinal), _old = new(StringComparer.Ordinal);
    private int _count;     // of the young, about

    /// <summary>Puts a value, in place of the key's former one.</summary>
    public void Put(string key, T value)
    {
        var young = Volatile.Read(ref _young);
        if (young.TryAdd(key, value))
        {
            if (Interlocked.Increment(ref _count) > most / 2) Turn(young);
        }
        else young[key] = value;
    }

    /// <summary>A key's value; null where it has none any more.</summary>
    public T? Find(string key)
    {
        if (Volatile.Read(ref _young).TryGetValue(key, out var value)) return value;
        if (!Volatile.Read(ref _old).TryGetValue(key, out value)) return null;
        Put(key, value);
        return value;
    }

    private void Turn(ConcurrentDictionary<string, T> full)
    {
        lock (_turn)
        {
            if (_young != full) return;     // another has turned it
            Volatile.Write(ref _old, full);
            Volatile.Write(ref _young, new ConcurrentDictionary<string, T>(StringComparer.Ordinal));
            _count = 0;
        }
    }
}
