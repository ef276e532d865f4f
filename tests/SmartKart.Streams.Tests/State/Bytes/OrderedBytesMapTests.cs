using SmartKart.Streams.State.Bytes;

namespace SmartKart.Streams.Tests.State.Bytes;

public sealed class OrderedBytesMapTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void It_holds_and_walks_what_a_sorted_dictionary_would(int seed)
    {
        var random = new RandomBytes(seed);
        var map = new OrderedBytesMap();
        var oracle = new Oracle();
        for (var i = 0; i < 4_000; i++)
        {
            var key = random.Key();
            switch (random.Random.Next(20))
            {
                case < 10:
                    var value = random.Value();
                    map.Put(key, value);
                    oracle[key] = value;
                    break;
                case < 15:
                    map.Remove(key).ShouldBe(oracle.Remove(key));
                    break;
                case < 18:
                    (map.Find(key) >= 0).ShouldBe(oracle.TryGetValue(key, out var expected));
                    if (expected is not null) map.ValueAt(map.Find(key)).SequenceEqual(expected).ShouldBeTrue();
                    break;
                case < 19:
                    var range = random.Range(random.Key);
                    Walk(map, range).ShouldBe(oracle.Scan(range));
                    break;
                default:
                    if (random.Random.Next(20) > 0) break;
                    map.Clear();
                    oracle.Clear();
                    break;
            }
            map.Count.ShouldBe(oracle.Count);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Many_keys_stay_in_order_however_they_come_and_go(int order)
    {
        var map = new OrderedBytesMap();
        var random = new Random(7);
        var keys = Enumerable.Range(0, 20_000).ToArray();
        if (order == 1) Array.Reverse(keys);
        if (order == 2) random.Shuffle(keys);
        foreach (var key in keys)
        {
            map.Put(Bytes(key), Bytes(-key));
            if (key % 997 == 0) map.Order.End(last: false); // takes in what waits, so that both ways in are taken
        }
        Walk(map, BytesRange.All).ShouldBe(Enumerable.Range(0, 20_000).Select(key => Oracle.Text(Bytes(key), Bytes(-key))));
        random.Shuffle(keys);
        foreach (var key in keys.AsSpan(0, 19_000)) map.Remove(Bytes(key)).ShouldBeTrue();
        Walk(map, BytesRange.All with { Reverse = true })
            .ShouldBe(keys[19_000..].OrderDescending().Select(key => Oracle.Text(Bytes(key), Bytes(-key))));
    }

    [Fact]
    public void A_walk_meets_what_is_written_ahead_of_it_and_not_what_is_removed()
    {
        var map = new OrderedBytesMap();
        foreach (var key in (byte[])[1, 3, 5, 7]) map.Put([key], [key]);
        var walk = new MapWalk();
        walk.Begin(map, BytesRange.All, time: null);
        Next(map, walk).ShouldBe("01=01");
        map.Put([2], [20]);
        map.Put([0], [0]);
        map.Remove([3]);
        map.Put([5], [50, 50]);
        Next(map, walk).ShouldBe("02=14");
        Next(map, walk).ShouldBe("05=3232");
        map.Remove([5]);
        Next(map, walk).ShouldBe("07=07");
        Next(map, walk).ShouldBeNull();
    }

    [Fact]
    public void Clearing_keeps_the_memory_and_filling_again_takes_no_more()
    {
        var map = new OrderedBytesMap();
        Fill(map);
        map.Clear();
        Fill(map);
        map.Clear();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Fill(map);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1_000);

        static void Fill(OrderedBytesMap map)
        {
            Span<byte> key = stackalloc byte[4];
            Span<byte> value = stackalloc byte[100];
            for (var i = 0; i < 10_000; i++)
            {
                BitConverter.TryWriteBytes(key, i * 7919);
                map.Put(key, value[..(i % 100)]);
            }
            map.Order.End(last: false);
            map.Remove(key);
        }
    }

    [Fact]
    public void What_is_freed_is_used_again_so_that_changing_sizes_do_not_grow_the_map()
    {
        var map = new OrderedBytesMap();
        var random = new Random(3);
        var value = new byte[100_000];
        for (var i = 0; i < 50_000; i++) map.Put(Bytes(random.Next(100)), value.AsSpan(0, random.Next(i % 10 == 0 ? 100_000 : 300)));
        map.SizeBytes.ShouldBeLessThan(100 * 130_000);
        for (var key = 0; key < 100; key++) map.Remove(Bytes(key));
        map.Count.ShouldBe(0);
        map.SizeBytes.ShouldBeLessThan(100 * 100);
    }

    private static byte[] Bytes(int number) => [(byte)(number >> 24), (byte)(number >> 16), (byte)(number >> 8), (byte)number];

    private static List<string> Walk(OrderedBytesMap map, in BytesRange range)
    {
        var walk = new MapWalk();
        walk.Begin(map, range, time: null);
        var found = new List<string>();
        while (Next(map, walk) is { } next) found.Add(next);
        return found;
    }

    private static string? Next(OrderedBytesMap map, MapWalk walk)
    {
        var entry = walk.Peek();
        if (entry < 0) return null;
        var text = Oracle.Text(map.KeyAt(entry), map.ValueAt(entry));
        walk.Pass(map.KeyAt(entry), isPeeked: true);
        return text;
    }
}
