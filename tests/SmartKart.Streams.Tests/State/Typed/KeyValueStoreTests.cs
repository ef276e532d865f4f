using SmartKart.Streams.State;

namespace SmartKart.Streams.Tests.State.Typed;

public abstract class KeyValueStoreContract : IDisposable
{
    private readonly TaskStores _task = new();

    protected abstract KeyValueBytesStoreSupplier Supplier { get; }

    public void Dispose()
    {
        _task.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void What_is_put_is_read_and_null_deletes()
    {
        using var store = Plain(out var carts);
        carts.Put("ada", "tea");
        carts.TryGet("ada", out var cart).ShouldBeTrue();
        cart.ShouldBe("tea");
        carts.PutIfAbsent("ada", "cup").ShouldBeFalse();
        carts.PutIfAbsent("bob", "cup").ShouldBeTrue();
        carts.Put("ada", null!);
        carts.TryGet("ada", out _).ShouldBeFalse();
        carts.Delete("bob");
        TaskStores.Read(carts.All()).ShouldBeEmpty();
    }

    [Fact]
    public void Ranges_are_in_the_order_of_bytes_both_ways_over_committed_and_uncommitted_alike()
    {
        using var store = Plain(out var carts);
        foreach (var key in (string[])["b", "d", "é", "aa"]) carts.Put(key, key.ToUpperInvariant());
        store.Commit(1);
        foreach (var key in (string[])["a", "c"]) carts.Put(key, key);
        carts.Delete("d");
        Keys(carts.All()).ShouldBe(["a", "aa", "b", "c", "é"]);
        Keys(carts.ReverseAll()).ShouldBe(["é", "c", "b", "aa", "a"]);
        Keys(carts.Range("aa", "c")).ShouldBe(["aa", "b", "c"]);
        Keys(carts.ReverseRange("aa", "bz")).ShouldBe(["b", "aa"]);
        Keys(carts.Range("c", "a")).ShouldBeEmpty();
        Keys(carts.PrefixScan("a"u8)).ShouldBe(["a", "aa"]);
    }

    [Fact]
    public void A_view_sees_what_it_was_asked_for_until_the_store_closes_and_then_says_so()
    {
        var store = Plain(out var carts);
        carts.Put("ada", "tea");
        store.Commit(1);
        carts.Put("ada", "cup");
        carts.Put("bob", "pot");
        var committed = (IReadOnlyKeyValueStore<string, string>)store.ReadOnlyView(committedOnly: true);
        var latest = (IReadOnlyKeyValueStore<string, string>)store.ReadOnlyView(committedOnly: false);
        TaskStores.Read(committed.All()).ShouldBe([("ada", "tea")]);
        TaskStores.Read(latest.All()).ShouldBe([("ada", "cup"), ("bob", "pot")]);
        store.Rollback();
        TaskStores.Read(latest.All()).ShouldBe([("ada", "tea")]);
        store.Dispose();
        Should.Throw<InvalidStateStoreException>(() => committed.TryGet("ada", out _)).Message.ShouldContain("Ask the client for the store again");
        Should.Throw<InvalidStateStoreException>(() => latest.All());
    }

    [Fact]
    public void The_changelog_has_each_keys_last_write_and_restores_the_store()
    {
        var changelog = new Changelog();
        using (var store = Plain(out var carts))
        {
            carts.Put("ada", "tea");
            carts.Put("bob", "pot");
            carts.Put("ada", "cup");
            store.WriteChangelog(changelog);
            changelog.Records.Count.ShouldBe(2);
            store.Commit(2);
            carts.Delete("bob");
            store.WriteChangelog(changelog);
            changelog.Records.Count.ShouldBe(3);
            changelog.Records[2].Value.ShouldBeNull();
        }
        using var restored = Plain(out var again, "restored");
        changelog.Restore(restored);
        restored.Committed.ChangelogOffset.ShouldBe(3);
        TaskStores.Read(again.All()).ShouldBe([("ada", "cup")]);
    }

    [Fact]
    public void A_cache_forwards_each_changed_key_once_with_what_it_was_at_the_last_commit()
    {
        using var store = Timestamped(out var counts, out var flushed);
        counts.Put("ada", new(1, 10));
        counts.Put("ada", new(2, 20));
        counts.Put("bob", new(1, 15));
        counts.Put("eve", new(1, 15));
        counts.Delete("eve"); // never seen by anybody
        store.FlushCache();
        flushed.ShouldBe(["ada: none → 2 @20", "bob: none → 1 @15"]);
        store.FlushCache();
        flushed.Count.ShouldBe(2);
        store.Commit(1);

        flushed.Clear();
        counts.Put("ada", new(3, 30));
        counts.Delete("bob");
        store.FlushCache();
        flushed.ShouldBe(["ada: 2 → 3 @30", "bob: 1 → none @15"]);
    }

    [Fact]
    public void A_cache_that_need_not_tell_what_keys_were_tells_it_of_deletions_alone()
    {
        using var store = Timestamped(out var counts, out var flushed, withOld: false);
        counts.Put("ada", new(1, 10));
        counts.Put("bob", new(1, 15));
        store.FlushCache();
        store.Commit(1);
        flushed.Clear();
        counts.Put("ada", new(2, 20));
        counts.Delete("bob");
        counts.Put("eve", new(1, 20));
        counts.Delete("eve"); // never seen by anybody
        store.FlushCache();
        flushed.ShouldBe(["ada: none → 2 @20", "bob: 1 → none @15"]);
    }

    [Fact]
    public void A_key_written_again_between_flush_and_commit_is_forwarded_again_from_what_was_forwarded()
    {
        using var store = Timestamped(out var counts, out var flushed);
        counts.Put("ada", new(1, 10));
        store.FlushCache();
        counts.Put("ada", new(2, 20));
        counts.Put("bob", new(9, 20));
        store.FlushCache();
        flushed.ShouldBe(["ada: none → 1 @10", "ada: 1 → 2 @20", "bob: none → 9 @20"]);
        store.Rollback();
        counts.Put("ada", new(5, 50));
        store.FlushCache();
        flushed[^1].ShouldBe("ada: none → 5 @50");
    }

    [Fact]
    public void Entries_not_written_for_their_time_to_live_are_gone_at_once_and_leave_tombstones_within_a_few_commits()
    {
        var builder = Stores.TimestampedKeyValueStoreBuilder(Supplier, Serdes.Int32(), Serdes.Int64()).WithTtl(TimeSpan.FromMilliseconds(100));
        var carts = _task.Open<ITimestampedKeyValueStore<int, long>>(builder);
        using var store = (ITaskStore)carts;
        for (var key = 0; key < 1_000; key++) carts.Put(key, new(key, 1_000));
        store.Commit(1);
        carts.Put(-1, new(0, 1_099));
        carts.TryGet(5, out _).ShouldBeTrue();
        carts.Put(7, new(70, 1_100)); // written again in time
        carts.TryGet(5, out _).ShouldBeFalse();
        TaskStores.Read(carts.All()).Count.ShouldBe(2);
        var changelog = new Changelog();
        for (var commit = 0; commit < 10; commit++)
        {
            store.WriteChangelog(changelog);
            store.Commit(2 + commit);
        }
        changelog.Records.Count(record => record.Value is null).ShouldBe(999);
        TaskStores.Read(((IReadOnlyKeyValueStore<int, ValueAndTimestamp<long>>)store.ReadOnlyView(committedOnly: true)).All())
            .Select(entry => entry.Key).ShouldBe([7, -1], ignoreOrder: true);
        using var cursor = store.Committed.Scan(SmartKart.Streams.State.Bytes.BytesRange.All);
        var left = 0;
        while (cursor.MoveNext()) left++;
        left.ShouldBe(2);
    }

    private ITaskStore Plain(out IKeyValueStore<string, string> store, string? name = null)
    {
        var supplier = name is null ? Supplier : Supplier.IsPersistent ? Stores.PersistentKeyValueStore(name) : Stores.InMemoryKeyValueStore(name);
        store = _task.Open<IKeyValueStore<string, string>>(Stores.KeyValueStoreBuilder(supplier, Serdes.String(), Serdes.String()));
        store.IsPersistent.ShouldBe(Supplier.IsPersistent);
        return (ITaskStore)store;
    }

    private ITaskStore Timestamped(out ITimestampedKeyValueStore<string, long> store, out List<string> flushed, bool withOld = true)
    {
        var builder = Stores.TimestampedKeyValueStoreBuilder(Supplier, Serdes.String(), Serdes.Int64()).WithCachingEnabled();
        store = _task.Open<ITimestampedKeyValueStore<string, long>>(builder);
        var cached = (ICachedStore<string, long>)store;
        cached.IsCaching.ShouldBeTrue();
        var seen = flushed = [];
        cached.SetFlushListener((string key, in Change<long> change, long timestampMs) =>
            seen.Add($"{key}: {Text(change.Old)} → {Text(change.New)} @{timestampMs}"), withOld);
        return (ITaskStore)store;
    }

    private static string Text(Optional<long> value) => value.HasValue ? $"{value.Value}" : "none";

    private static List<string> Keys(IKeyValueIterator<string, string> iterator) => [.. TaskStores.Read(iterator).Select(entry => entry.Key)];
}

public sealed class InMemoryKeyValueStoreTests : KeyValueStoreContract
{
    protected override KeyValueBytesStoreSupplier Supplier => Stores.InMemoryKeyValueStore("carts");
}

public sealed class PersistentKeyValueStoreTests : KeyValueStoreContract
{
    protected override KeyValueBytesStoreSupplier Supplier => Stores.PersistentKeyValueStore("carts");
}
