using SmartKart.Streams.State.Bytes;
using SmartKart.Streams.State.Persistent;
using SmartKart.Streams.State.Segments;
using SmartKart.Streams.Tests.State.Bytes;

namespace SmartKart.Streams.Tests.State.Segments;

/// <summary>What a store of segments must do, in memory and on disk.</summary>
public abstract class SegmentedBytesStoreContract
{
    private const int SuffixBytes = 12;
    private static readonly TimeSpan Retention = TimeSpan.FromMinutes(4);
    private static readonly KeyTime Time = new(SuffixBytes);

    internal static SegmentRule Rule { get; } = new(Time, IntervalMs: 60_000);

    internal abstract ISegments OpenSegments();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void It_reads_as_one_ordered_map_of_which_the_old_end_is_missing(int seed)
    {
        var random = new RandomBytes(seed);
        using var store = Open();
        var writes = new UncommittedWrites(store, Time);
        var committed = new Oracle();
        var seen = new Oracle();
        var value = new ByteBuffer();
        long now = -300_000; // across 1970
        var (latest, latestCommitted) = (long.MinValue, long.MinValue);
        for (var i = 0; i < 3_000; i++)
        {
            now += random.Random.Next(2_000);
            var key = random.TimedKey(now);
            switch (random.Random.Next(40))
            {
                case < 20:
                    var written = random.Value();
                    writes.Put(key, written);
                    seen[key] = written;
                    latest = Math.Max(latest, Time.Of(key));
                    break;
                case < 25:
                    var victim = seen.Count > 0 ? seen.Keys.ElementAt(random.Random.Next(seen.Count)) : key;
                    writes.Delete(victim);
                    seen.Remove(victim);
                    latest = Math.Max(latest, Time.Of(victim));
                    break;
                case < 30:
                    var live = seen.Keys.Where(entry => Time.Of(entry) > now - 200_000).ToArray();
                    if (live.Length == 0) break;
                    var one = live[random.Random.Next(live.Length)];
                    writes.TryGet(one, value).ShouldBeTrue();
                    value.Written.SequenceEqual(seen[one]).ShouldBeTrue();
                    store.TryGet(one, value).ShouldBe(committed.ContainsKey(one));
                    break;
                case < 37:
                    var range = random.Range(() => random.TimedKey(now)) with
                    {
                        TimeFromMs = Math.Max(now - random.Random.Next(200_000), Earliest(store)),
                        TimeToMs = random.Random.Next(3) == 0 ? long.MaxValue : now - 100_000 + random.Random.Next(160_000),
                    };
                    Oracle.Read(writes.Scan(range)).ShouldBe(seen.Scan(range, Time));
                    Oracle.Read(store.Scan(range)).ShouldBe(committed.Scan(range, Time));
                    break;
                case < 39:
                    writes.Commit(i);
                    committed = new Oracle(seen);
                    store.Clock.TimeMs.ShouldBe(latestCommitted = latest);
                    break;
                default:
                    writes.Rollback();
                    seen = new Oracle(committed);
                    latest = latestCommitted;
                    break;
            }
        }
    }

    [Fact]
    public void Whole_segments_that_are_older_than_the_retention_are_dropped_and_late_writes_to_them_skipped()
    {
        using var segments = OpenSegments();
        var store = new SegmentedBytesStore(segments, Rule, Retention);
        Apply(store, 1, (10_000, 1), (70_000, 2), (130_000, 3));
        Numbers(segments).ShouldBe([0, 1, 2]);
        Apply(store, 2, (60_000 + 240_000 - 2, 4)); // one ms before the first segment is past
        Numbers(segments).ShouldBe([0, 1, 2, 4]);
        Apply(store, 3, (60_000 + 240_000 - 1, 5), (11_000, 6));
        Numbers(segments).ShouldBe([1, 2, 4]);
        store.ChangelogOffset.ShouldBe(3);
        Oracle.Read(store.Scan(BytesRange.All)).Count.ShouldBe(4);
    }

    [Fact]
    public void Times_before_1970_are_filed_downwards_and_come_first()
    {
        Rule.NumberAt(-1).ShouldBe(-1);
        Rule.NumberAt(-60_000).ShouldBe(-1);
        Rule.NumberAt(-60_001).ShouldBe(-2);
        Rule.NumberAt(0).ShouldBe(0);
        using var store = Open();
        Apply(store, 1, (-90_000, 1), (-30_000, 2), (30_000, 3));
        Oracle.Read(store.Scan(BytesRange.All)).Select(entry => entry[^2..]).ShouldBe(["01", "02", "03"]);
    }

    internal static void Apply(SegmentedBytesStore store, long offset, params (long TimeMs, byte Value)[] entries)
    {
        var writes = new WriteSet();
        foreach (var (timeMs, value) in entries) writes.Put(KeyAt(timeMs), [value]);
        store.Apply(writes, offset);
    }

    internal static byte[] KeyAt(long timeMs)
    {
        var key = new byte[1 + SuffixBytes];
        key[0] = (byte)'k';
        KeyTime.Write(key.AsSpan(1), timeMs);
        return key;
    }

    internal static List<long> Numbers(ISegments segments)
    {
        var numbers = new List<long>();
        segments.AppendNumbers(long.MinValue, long.MaxValue, numbers);
        return numbers;
    }

    private SegmentedBytesStore Open() => new(OpenSegments(), Rule, Retention);

    private static long Earliest(SegmentedBytesStore store) => store.Clock.EarliestKeptMs((long)Retention.TotalMilliseconds);
}

public sealed class MemorySegmentsTests : SegmentedBytesStoreContract
{
    internal override ISegments OpenSegments() => new MemorySegments(Rule);
}

public sealed class RocksDbSegmentsTests : SegmentedBytesStoreContract, IDisposable
{
    private readonly StoreDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    internal override ISegments OpenSegments() =>
        new RocksDbSegments(RocksStorage.Open(new StoreFolder("views", "0_1", _directory.Path, "a test's")), Rule);

    [Fact]
    public void Segments_stream_time_and_offset_are_found_again()
    {
        var retention = TimeSpan.FromMinutes(4);
        using (var store = new SegmentedBytesStore(OpenSegments(), Rule, retention))
        {
            Apply(store, 5, (-10_000, 1), (200_000, 2));
            Apply(store, 6, (100_000, 3));
        }
        using var segments = OpenSegments();
        var again = new SegmentedBytesStore(segments, Rule, retention);
        Numbers(segments).ShouldBe([-1, 1, 3]);
        again.Clock.TimeMs.ShouldBe(200_000);
        again.ChangelogOffset.ShouldBe(6);
        var value = new ByteBuffer();
        again.TryGet(KeyAt(100_000), value).ShouldBeTrue();
        value.Written.ToArray().ShouldBe([3]);
    }
}
