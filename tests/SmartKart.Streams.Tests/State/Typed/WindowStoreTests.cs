using SmartKart.Streams.State;

namespace SmartKart.Streams.Tests.State.Typed;

public abstract class WindowStoreContract : IDisposable
{
    private static readonly TimeSpan Size = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Retention = TimeSpan.FromMilliseconds(100);
    private readonly TaskStores _task = new();

    protected abstract bool IsPersistent { get; }

    public void Dispose()
    {
        _task.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void A_keys_windows_are_fetched_by_start_both_ways_and_not_those_of_longer_keys()
    {
        using var task = Open(out var store);
        store.Put("a", "a0", 0);
        store.Put("a", "a20", 20);
        store.Put("a\0", "longer", 10);
        task.Commit(1);
        store.Put("a", "a10", 10);
        store.Put("a\u007f", "longer", 10);
        store.Put("b", "b10", 10);
        store.TryFetch("a", 10, out var value).ShouldBeTrue();
        value.ShouldBe("a10");
        store.TryFetch("a", 11, out _).ShouldBeFalse();
        TaskStores.Read(store.Fetch("a", 0, 20)).ShouldBe([(0, "a0"), (10, "a10"), (20, "a20")]);
        TaskStores.Read(store.BackwardFetch("a", 5, 20)).ShouldBe([(20, "a20"), (10, "a10")]);
        TaskStores.Read(store.Fetch("a", 1, 9)).ShouldBeEmpty();
        store.Put("a", null!, 10);
        store.Delete("a", 20);
        TaskStores.Read(store.Fetch("a", -5, 50)).ShouldBe([(0, "a0")]);
    }

    [Fact]
    public void Ranges_of_keys_hold_every_key_between_whatever_their_lengths()
    {
        using var task = Open(out var store);
        foreach (var key in (string[])["a", "ab", "abc", "b", "ba", "c", "ÿ"]) store.Put(key, key, 10);
        task.Commit(1);
        Keys(store.Fetch("ab", "ba", 0, 20)).ShouldBe(["ab", "abc", "b", "ba"], ignoreOrder: true);
        Keys(store.Fetch("a", "b", 10, 10)).ShouldBe(["a", "ab", "abc", "b"], ignoreOrder: true);
        Keys(store.Fetch("a", "ÿ", 11, 20)).ShouldBeEmpty();
        TaskStores.Read(store.FetchAll(0, 20)).Count.ShouldBe(7);
        TaskStores.Read(store.All())[0].Key.Window.ShouldBe(new Window(10, 20));
    }

    [Fact]
    public void What_starts_at_or_before_stream_time_less_the_retention_is_neither_read_nor_put()
    {
        using var task = Open(out var store);
        store.Put("a", "old", 0);
        store.Put("a", "older", 1);
        task.Commit(1);
        store.Put("b", "now", 100);
        store.TryFetch("a", 0, out _).ShouldBeFalse();
        store.TryFetch("a", 1, out _).ShouldBeTrue();
        TaskStores.Read(store.Fetch("a", 0, 100)).ShouldBe([(1, "older")]);
        Keys(store.All()).ShouldBe(["a", "b"]);
        store.Put("c", "late", 0);
        _task.LateRecords.ShouldBe(1);
        store.Put("c", "just in time", 1);
        _task.LateRecords.ShouldBe(1);

        task.Rollback(); // and stream time with it
        store.TryFetch("a", 0, out _).ShouldBeTrue();
        var view = (IReadOnlyWindowStore<string, string>)task.ReadOnlyView(committedOnly: true);
        TaskStores.Read(view.Fetch("a", 0, 100)).Count.ShouldBe(2);
    }

    [Fact]
    public void Duplicates_are_kept_beside_each_other_also_after_a_restart()
    {
        var changelog = new Changelog();
        var builder = Stores.WindowStoreBuilder(Supplier(retainDuplicates: true), Serdes.String(), Serdes.String());
        var task = _task.Open<ITaskStore>(builder);
        var store = (IWindowStore<string, string>)task;
        store.Put("a", "1", 5);
        store.Put("a", "2", 5);
        store.Put("a", null!, 5); // of which?
        task.WriteChangelog(changelog);
        task.Commit(changelog.Records.Count);
        task.Dispose();

        task = _task.Open<ITaskStore>(builder);
        store = (IWindowStore<string, string>)task;
        if (!IsPersistent) changelog.Restore(task);
        store.Put("a", "3", 5);
        TaskStores.Read(store.Fetch("a", 5, 5)).ShouldBe([(5, "1"), (5, "2"), (5, "3")]);
        store.TryFetch("a", 5, out var first).ShouldBeTrue();
        first.ShouldBe("1");
        store.Delete("a", 5);
        TaskStores.Read(store.Fetch("a", 5, 5)).ShouldBeEmpty();
        task.Dispose();
    }

    [Fact]
    public void A_cache_forwards_windows_with_their_bounds_and_times()
    {
        var builder = Stores.TimestampedWindowStoreBuilder(Supplier(retainDuplicates: false), Serdes.String(), Serdes.Int64()).WithCachingEnabled();
        using var task = _task.Open<ITaskStore>(builder);
        var store = (ITimestampedWindowStore<string, long>)task;
        var flushed = new List<string>();
        ((ICachedStore<Windowed<string>, long>)store).SetFlushListener((Windowed<string> key, in Change<long> change, long timestampMs) =>
            flushed.Add($"{key.Key}@{key.Window.StartMs}-{key.Window.EndMs}: {change.Old.Value} → {change.New.Value} @{timestampMs}"), withOld: true);
        store.Put("a", new(1, 3), 0);
        store.Put("a", new(2, 7), 0);
        task.FlushCache();
        task.Commit(1);
        store.Put("a", new(3, 9), 0);
        task.FlushCache();
        flushed.ShouldBe(["a@0-10: 0 → 2 @7", "a@0-10: 2 → 3 @9"]);
    }

    [Fact]
    public void Looking_up_and_putting_allocates_nothing_per_record()
    {
        var builder = Stores.TimestampedWindowStoreBuilder(Supplier(retainDuplicates: false), Serdes.Int64(), Serdes.Int64());
        using var task = _task.Open<ITaskStore>(builder);
        var store = (ITimestampedWindowStore<long, long>)task;
        Count(store);
        task.Commit(1);
        Count(store); // warm
        task.Commit(2);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Count(store);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1_000);

        static void Count(ITimestampedWindowStore<long, long> store)
        {
            for (long record = 0; record < 5_000; record++)
            {
                store.TryFetch(record % 1_000, 0, out var count);
                store.Put(record % 1_000, new(count.Value + 1, record), 0);
            }
        }
    }

    [Fact]
    public void Restoring_skips_what_the_retention_has_passed_and_knows_stream_time_again()
    {
        var changelog = new Changelog();
        using (var task = Open(out var store))
        {
            store.Put("a", "old", 0);
            task.WriteChangelog(changelog);
            task.Commit(1);
            store.Put("a", "new", 500_000);
            task.WriteChangelog(changelog);
            task.Commit(2);
        }
        using var restored = Open(out var again, "restored");
        changelog.Restore(restored);
        Keys(again.All()).ShouldBe(["a"]);
        again.Put("a", "late", 0);
        _task.LateRecords.ShouldBe(1);
    }

    private ITaskStore Open(out IWindowStore<string, string> store, string name = "views")
    {
        store = _task.Open<IWindowStore<string, string>>(Stores.WindowStoreBuilder(Supplier(retainDuplicates: false, name), Serdes.String(), Serdes.String()));
        store.WindowSize.ShouldBe(Size);
        return (ITaskStore)store;
    }

    private WindowBytesStoreSupplier Supplier(bool retainDuplicates, string name = "views") => IsPersistent
        ? Stores.PersistentWindowStore(name, Retention, Size, retainDuplicates)
        : Stores.InMemoryWindowStore(name, Retention, Size, retainDuplicates);

    private static List<string> Keys(IKeyValueIterator<Windowed<string>, string> iterator) => [.. TaskStores.Read(iterator).Select(entry => entry.Key.Key)];
}

public sealed class InMemoryWindowStoreTests : WindowStoreContract
{
    protected override bool IsPersistent => false;
}

public sealed class PersistentWindowStoreTests : WindowStoreContract
{
    protected override bool IsPersistent => true;
}
