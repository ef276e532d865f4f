using System.Text;
using SmartKart.Streams.State.Bytes;
using SmartKart.Streams.State.Persistent;

namespace SmartKart.Streams.Tests.State.Persistent;

public sealed class WriteOrderTests
{
    private readonly WriteOrder _order = new();

    [Fact]
    public void Writes_are_ordered_by_the_first_eight_bytes_after_what_all_keys_begin_with() =>
        Ordered("customer-00000017", "customer-00000003", "customer-00000250").ShouldBe(["customer-00000003", "customer-00000017", "customer-00000250"]);

    [Fact]
    public void A_key_that_all_others_begin_with_comes_first() => Ordered("ab", "a", "", "b").ShouldBe(["", "a", "ab", "b"]);

    [Fact]
    public void Bytes_above_127_come_last()
    {
        var writes = new WriteSet();
        foreach (var key in (byte[])[200, 100, 0, 255]) writes.Put([key, 1, 2, 3, 4, 5, 6, 7, 8], []);
        _order.Of(writes).ToArray().ShouldBe([2, 1, 0, 3]);
    }

    [Fact]
    public void Each_write_comes_once_however_many_there_were_before()
    {
        var random = new Random(17);
        for (var count = 0; count < 100; count += 7)
        {
            var writes = new WriteSet();
            while (writes.Count < count) writes.Put(BitConverter.GetBytes(random.NextInt64()), []);
            _order.Of(writes).ToArray().ShouldBe(Enumerable.Range(0, count), ignoreOrder: true);
        }
    }

    private List<string> Ordered(params string[] keys)
    {
        var writes = new WriteSet();
        foreach (var key in keys) writes.Put(Encoding.UTF8.GetBytes(key), []);
        var ordered = new List<string>();
        foreach (var write in _order.Of(writes)) ordered.Add(Encoding.UTF8.GetString(writes.KeyAt(write)));
        return ordered;
    }
}
