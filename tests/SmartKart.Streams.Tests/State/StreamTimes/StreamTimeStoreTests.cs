using SmartKart.Streams.Operators.Aggregation;
using SmartKart.Streams.Operators.Suppressions;
using SmartKart.Streams.State;
using SmartKart.Streams.State.StreamTimes;

namespace SmartKart.Streams.Tests.State.StreamTimes;

/// <summary>An operator's stream time, and what falls due by it, are state: taken back by a rollback, restored from the changelog.</summary>
public sealed class StreamTimeStoreTests
{
    [Fact]
    public void Before_the_first_record_it_is_minus_one() => new StreamTimeStore("time").StreamTimeMs.ShouldBe(-1);

    [Fact]
    public void It_never_goes_back()
    {
        using var store = new StreamTimeStore("time");
        store.Advance(7);
        store.Advance(5);
        store.StreamTimeMs.ShouldBe(7);
    }

    [Fact]
    public void A_rollback_takes_it_back_to_the_last_commit()
    {
        using var store = new StreamTimeStore("time");
        store.Advance(7);
        store.Commit(changelogOffset: null);
        store.Advance(90);
        store.Rollback();
        store.StreamTimeMs.ShouldBe(7);
    }

    [Fact]
    public void A_commit_that_learned_nothing_writes_nothing()
    {
        using var store = new StreamTimeStore("time");
        var changelog = new Changelog();
        store.Advance(7);
        changelog.Commit(store);
        changelog.Commit(store);
        changelog.Records.Count.ShouldBe(1);
    }

    [Fact]
    public void It_is_restored_from_its_changelog()
    {
        using var store = new StreamTimeStore("time");
        var changelog = new Changelog();
        store.Advance(7);
        changelog.Commit(store);
        store.Advance(9);
        changelog.Commit(store);
        using var restored = changelog.Restore(new StreamTimeStore("time"));
        restored.StreamTimeMs.ShouldBe(9);
    }

    [Fact]
    public void A_store_that_stood_by_begins_with_what_it_read_meanwhile()
    {
        using var store = new StreamTimeStore("time");
        store.Advance(7);
        store.Commit(changelogOffset: 1);
        using var other = new StreamTimeStore("time");
        var changelog = new Changelog();
        other.Advance(50);
        changelog.Commit(other);
        changelog.Restore(store).Begin();
        store.StreamTimeMs.ShouldBe(50);
    }

    [Fact]
    public void Open_windows_are_taken_by_their_ends_and_there_again_after_a_rollback_and_a_restart()
    {
        using var store = new OpenWindows<string>("open", Serdes.String());
        var changelog = new Changelog();
        store.Begin();
        store.Advance(100);
        store.Add(new Windowed<string>("b", new Window(20, 30)));
        store.Add(new Windowed<string>("a", new Window(10, 20)));
        store.Add(new Windowed<string>("c", new Window(20, 30)));
        Taken(store, earliestOpenEndMs: 21).ShouldBe(["a"]);
        changelog.Commit(store);
        Taken(store, earliestOpenEndMs: 31).ShouldBe(["b", "c"]);
        Taken(store, earliestOpenEndMs: 1000).ShouldBeEmpty();
        store.Rollback();
        store.StreamTimeMs.ShouldBe(100);
        Taken(store, earliestOpenEndMs: 31).ShouldBe(["b", "c"]);
        using var restored = changelog.Restore(new OpenWindows<string>("open", Serdes.String()));
        restored.StreamTimeMs.ShouldBe(100);
        Taken(restored, earliestOpenEndMs: 31).ShouldBe(["b", "c"]);
    }

    [Fact]
    public void What_is_held_back_is_there_again_after_a_rollback_and_a_restart_with_its_count_and_its_bytes()
    {
        using var buffer = new SuppressionBuffer<string, string>("held", Serdes.String(), Serdes.String());
        var changelog = new Changelog();
        buffer.Advance(5);
        buffer.Put(5, Changed("a", "1", null));
        buffer.Put(7, Changed("b", "2", "old"));
        var (count, bytes) = (buffer.Count, buffer.SizeBytes);
        changelog.Commit(buffer);
        buffer.Put(6, Changed("b", "22", "2"));
        buffer.TryTake(long.MaxValue, out var first).ShouldBeTrue();
        first.Key.ShouldBe("a");
        buffer.Rollback();
        Check(buffer);
        using var restored = changelog.Restore(new SuppressionBuffer<string, string>("held", Serdes.String(), Serdes.String()));
        Check(restored);

        void Check(SuppressionBuffer<string, string> again)
        {
            again.StreamTimeMs.ShouldBe(5);
            (again.Count, again.SizeBytes).ShouldBe((count, bytes));
            again.TryTake(6, out var a).ShouldBeTrue();
            (a.Key, a.Value.New.Value).ShouldBe(("a", "1"));
            again.TryTake(6, out _).ShouldBeFalse();
            again.TryTake(7, out var b).ShouldBeTrue();
            (b.Key, b.Value.New.Value, b.Value.Old.Value).ShouldBe(("b", "2", "old"));
            (again.Count, again.SizeBytes).ShouldBe((0, 0));
        }
    }

    private static Record<string, Change<string>> Changed(string key, string now, string? before) => new(key, new Change<string>(Optional<string>.Of(now), Optional<string>.Of(before)), timestampMs: 5);

    private static List<string> Taken(OpenWindows<string> store, long earliestOpenEndMs)
    {
        var keys = new List<string>();
        while (store.TryTakeClosed(earliestOpenEndMs, out var windowed)) keys.Add(windowed.Key);
        return keys;
    }

    // Keeps what stores write, as the changelog topic would.
    private sealed class Changelog : IChangelog
    {
        public List<(byte[] Key, byte[]? Value)> Records { get; } = [];

        public void Append(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) => Records.Add((key.ToArray(), value.ToArray()));

        public void AppendTombstone(ReadOnlySpan<byte> key) => Records.Add((key.ToArray(), null));

        public void Commit(ITaskStore store)
        {
            store.WriteChangelog(this);
            store.Commit(Records.Count);
        }

        public TStore Restore<TStore>(TStore store) where TStore : ITaskStore
        {
            var restorer = new StoreRestorer(store.Committed);
            for (var offset = 0; offset < Records.Count; offset++) restorer.Add(Records[offset].Key, Records[offset].Value, Records[offset].Value is null, offset);
            restorer.Apply();
            return store;
        }
    }
}
