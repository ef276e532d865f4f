using SmartKart.Streams.State.Bytes;

namespace SmartKart.Streams.Tests.State.Bytes;

/// <summary>What every store of bytes must do, with and without uncommitted writes over it.</summary>
public abstract class BytesStoreContract
{
    internal abstract IBytesStore Open();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Writes_over_a_store_are_read_as_one_and_committed_or_forgotten_as_one(int seed)
    {
        var random = new RandomBytes(seed);
        using var store = Open();
        var writes = new UncommittedWrites(store);
        var committed = new Oracle();
        var seen = new Oracle();
        var value = new ByteBuffer();
        for (var i = 0; i < 2_000; i++)
        {
            var key = random.Key();
            switch (random.Random.Next(40))
            {
                case < 15:
                    var written = random.Value();
                    writes.Put(key, written);
                    seen[key] = written;
                    break;
                case < 22:
                    writes.Delete(key);
                    seen.Remove(key);
                    break;
                case < 32:
                    Expect(writes, seen, key, value);
                    Expect(store, committed, key, value);
                    break;
                case < 36:
                    var range = random.Range(random.Key);
                    Oracle.Read(writes.Scan(range)).ShouldBe(seen.Scan(range));
                    Oracle.Read(store.Scan(range)).ShouldBe(committed.Scan(range));
                    break;
                case < 38:
                    writes.Commit(i);
                    committed = new Oracle(seen);
                    store.ChangelogOffset.ShouldBe(i);
                    break;
                case < 39:
                    writes.Rollback();
                    seen = new Oracle(committed);
                    break;
                default:
                    ScanWhileWriting(random, writes, seen);
                    break;
            }
        }
    }

    [Fact]
    public void Without_an_offset_a_commit_leaves_the_offset_as_it_was()
    {
        using var store = Open();
        store.ChangelogOffset.ShouldBeNull();
        var writes = new UncommittedWrites(store);
        writes.Put([1], [1]);
        writes.Commit(null);
        store.ChangelogOffset.ShouldBeNull();
        writes.Commit(17);
        writes.Put([2], [2]);
        writes.Commit(null);
        store.ChangelogOffset.ShouldBe(17);
    }

    [Fact]
    public async Task Other_threads_read_each_key_as_some_commit_left_it_while_the_owner_writes()
    {
        using var store = Open();
        var writes = new UncommittedWrites(store);
        const int keys = 300, commits = 60;
        for (var key = 0; key < keys; key++) writes.Put([(byte)(key >> 8), (byte)key], new byte[8]);
        writes.Commit(0);
        using var stop = new CancellationTokenSource();
        var reader = Task.Run(() =>
        {
            var value = new ByteBuffer();
            var walks = 0;
            while (walks == 0 || !stop.IsCancellationRequested)
            {
                foreach (var source in (IBytesReader[])[store, writes])
                {
                    using var cursor = source.Scan(BytesRange.All);
                    var count = 0;
                    for (; cursor.MoveNext(); count++)
                    {
                        cursor.Value.Length.ShouldBe(8);
                        var newest = BitConverter.ToInt64(cursor.Value);
                        source.TryGet(cursor.Key, value).ShouldBeTrue();
                        BitConverter.ToInt64(value.Written).ShouldBeGreaterThanOrEqualTo(newest);
                    }
                    count.ShouldBe(keys);
                }
                walks++;
            }
        }, TestContext.Current.CancellationToken);
        for (long commit = 1; commit <= commits && !reader.IsCompleted; commit++)
        {
            for (var key = 0; key < keys; key++) writes.Put([(byte)(key >> 8), (byte)key], BitConverter.GetBytes(commit));
            writes.Commit(commit);
        }
        await stop.CancelAsync();
        await reader;
    }

    private static void ScanWhileWriting(RandomBytes random, UncommittedWrites writes, Oracle seen)
    {
        var reverse = random.Random.Next(2) == 0;
        using var cursor = writes.Scan(BytesRange.All with { Reverse = reverse });
        byte[]? last = null;
        while (cursor.MoveNext())
        {
            var key = cursor.Key.ToArray();
            // The next key that there is now, whatever was written since the last step.
            key.SequenceEqual(Next(seen, last, reverse)!).ShouldBeTrue();
            cursor.Value.SequenceEqual(seen[key]).ShouldBeTrue();
            last = key;
            for (var i = random.Random.Next(3); i > 0; i--)
            {
                var (other, value) = (random.Key(), random.Value());
                if (random.Random.Next(2) == 0)
                {
                    writes.Put(other, value);
                    seen[other] = value;
                }
                else
                {
                    writes.Delete(other);
                    seen.Remove(other);
                }
            }
        }
        Next(seen, last, reverse).ShouldBeNull();
    }

    private static byte[]? Next(Oracle seen, byte[]? last, bool reverse)
    {
        byte[]? before = null;
        foreach (var key in seen.Keys)
        {
            var order = last is null ? 0 : key.AsSpan().SequenceCompareTo(last);
            if (reverse && last is not null && order >= 0) return before;
            if (!reverse && (last is null || order > 0)) return key;
            before = key;
        }
        return reverse ? before : null;
    }

    private static void Expect(IBytesReader reader, Oracle oracle, byte[] key, ByteBuffer value)
    {
        reader.TryGet(key, value).ShouldBe(oracle.TryGetValue(key, out var expected));
        if (expected is not null) value.Written.SequenceEqual(expected).ShouldBeTrue();
    }
}

public sealed class MemoryBytesStoreTests : BytesStoreContract
{
    internal override IBytesStore Open() => new MemoryBytesStore();
}
