using SmartKart.Streams.State;

namespace SmartKart.Streams.Tests.State.Typed;

public abstract class SessionStoreContract : IDisposable
{
    private static readonly TimeSpan Retention = TimeSpan.FromMilliseconds(100);
    private readonly TaskStores _task = new();

    protected abstract SessionBytesStoreSupplier Supplier(string name, TimeSpan retention);

    public void Dispose()
    {
        _task.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void Sessions_are_found_by_their_ends_and_starts_in_the_order_of_their_ends()
    {
        using var task = Open(out var store);
        Put(store, "a", 0, 10);
        Put(store, "a", 20, 30);
        Put(store, "a\0", 0, 25);
        task.Commit(1);
        Put(store, "a", 40, 41);
        Put(store, "b", 20, 30);
        store.TryFetchSession("a", 20, 30, out var value).ShouldBeTrue();
        value.ShouldBe("a 20-30");
        store.TryFetchSession("a", 20, 31, out _).ShouldBeFalse();
        Values(store.Fetch("a")).ShouldBe(["a 0-10", "a 20-30", "a 40-41"]);
        Values(store.FindSessions("a", 10, 40)).ShouldBe(["a 0-10", "a 20-30", "a 40-41"]);
        Values(store.FindSessions("a", 11, 39)).ShouldBe(["a 20-30"]);
        Values(store.BackwardFindSessions("a", 0, 20)).ShouldBe(["a 20-30", "a 0-10"]);
        store.Remove(new("a", new(20, 30)));
        Put(store, "a", 0, 10, value: null);
        Values(store.Fetch("a")).ShouldBe(["a 40-41"]);
        TaskStores.Read(store.All()).Select(entry => entry.Key).ShouldBe(
            [new("a", new(40, 41)), new("a\0", new(0, 25)), new("b", new(20, 30))], ignoreOrder: true);
    }

    [Fact]
    public void What_ended_at_or_before_stream_time_less_the_retention_is_neither_read_nor_put()
    {
        using var task = Open(out var store);
        Put(store, "a", 0, 10);
        Put(store, "a", 0, 11);
        task.Commit(1);
        Put(store, "b", 0, 110);
        store.TryFetchSession("a", 0, 10, out _).ShouldBeFalse();
        Values(store.FindSessions("a", 0, 1_000)).ShouldBe(["a 0-11"]);
        Values(store.All()).Count.ShouldBe(2);
        Put(store, "c", 0, 10);
        _task.LateRecords.ShouldBe(1);
    }

    [Fact]
    public void A_cache_forwards_sessions_at_their_ends()
    {
        using var task = Open(out var store, caching: true);
        var flushed = new List<string>();
        ((ICachedStore<Windowed<string>, string>)store).SetFlushListener((Windowed<string> key, in Change<string> change, long timestampMs) =>
            flushed.Add($"{change.Old.Value ?? "none"} → {change.New.Value ?? "none"} @{timestampMs}"), withOld: true);
        Put(store, "a", 0, 10);
        task.FlushCache();
        task.Commit(1);
        store.Remove(new("a", new(0, 10)));
        Put(store, "a", 0, 15);
        task.FlushCache();
        flushed.ShouldBe(["none → a 0-10 @10", "a 0-10 → none @10", "none → a 0-15 @15"]);
    }

    private static void Put(ISessionStore<string, string> store, string key, long start, long end) => Put(store, key, start, end, $"{key} {start}-{end}");

    private static void Put(ISessionStore<string, string> store, string key, long start, long end, string? value) =>
        store.Put(new(key, new(start, end)), value!);

    private static List<string> Values(IKeyValueIterator<Windowed<string>, string> iterator) => [.. TaskStores.Read(iterator).Select(entry => entry.Value)];

    private ITaskStore Open(out ISessionStore<string, string> store, bool caching = false)
    {
        var builder = Stores.SessionStoreBuilder(Supplier("visits", Retention), Serdes.String(), Serdes.String());
        store = _task.Open<ISessionStore<string, string>>(caching ? builder.WithCachingEnabled() : builder);
        return (ITaskStore)store;
    }
}

public sealed class InMemorySessionStoreTests : SessionStoreContract
{
    protected override SessionBytesStoreSupplier Supplier(string name, TimeSpan retention) => Stores.InMemorySessionStore(name, retention);
}

public sealed class PersistentSessionStoreTests : SessionStoreContract
{
    protected override SessionBytesStoreSupplier Supplier(string name, TimeSpan retention) => Stores.PersistentSessionStore(name, retention);
}
