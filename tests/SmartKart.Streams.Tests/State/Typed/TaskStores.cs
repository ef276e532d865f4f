using SmartKart.Streams.State;

namespace SmartKart.Streams.Tests.State.Typed;

/// <summary>Makes the stores of one task, and its changelog.</summary>
internal sealed class TaskStores : IDisposable
{
    private readonly StoreDirectory _directory = new();

    public int LateRecords { get; private set; }

    public T Open<T>(IStoreBuilder builder, bool caching = true)
        where T : class =>
        builder.Build(new StoreContext(_directory.Path, "0_1", caching, () => LateRecords++, TimeProvider.System)).ShouldBeAssignableTo<T>()!;

    public void Dispose() => _directory.Dispose();

    public static List<(K Key, V Value)> Read<K, V>(IKeyValueIterator<K, V> iterator)
    {
        var found = new List<(K, V)>();
        foreach (var (key, value) in iterator) found.Add((key, value));
        return found;
    }
}

/// <summary>A changelog that is read by looking at it.</summary>
internal sealed class Changelog : IChangelog
{
    public List<(byte[] Key, byte[]? Value)> Records { get; } = [];

    public void Append(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) => Records.Add((key.ToArray(), value.ToArray()));

    public void AppendTombstone(ReadOnlySpan<byte> key) => Records.Add((key.ToArray(), null));

    public void Restore(ITaskStore store)
    {
        var restorer = new StoreRestorer(store.Committed);
        for (var offset = 0; offset < Records.Count; offset++) restorer.Add(Records[offset].Key, Records[offset].Value, Records[offset].Value is null, offset);
        restorer.Apply();
    }
}
