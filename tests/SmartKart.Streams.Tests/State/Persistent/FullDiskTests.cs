using SmartKart.Streams.State.Bytes;
using SmartKart.Streams.State.Persistent;

namespace SmartKart.Streams.Tests.State.Persistent;

public sealed class FullDiskTests : IDisposable
{
    private readonly StoreDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_full_disk_refuses_a_commit_whole_by_name_and_the_store_opened_again_when_space_returns_has_no_half_of_one()
    {
        using var disk = SmallDisk.Mount(Path.Combine(_directory.Path, "disk"), kilobytes: 48_000);
        var folder = new StoreFolder("orders", "0_1", Path.Combine(disk.Path, "orders"), "a test's");
        var ballast = Path.Combine(disk.Path, "ballast");
        File.WriteAllBytes(ballast, new byte[20_000_000]);
        long applied = 0;
        using (var store = new RocksDbBytesStore(RocksStorage.Open(folder)))
        {
            var refusal = Should.Throw<StateStoreException>(() =>
            {
                for (; applied < 1_000; applied++) Apply(store, applied + 1);
            });
            refusal.Message.ShouldContain("State store 'orders' of task 0_1");
            refusal.Message.ShouldContain(folder.Path);
            refusal.Message.ShouldContain("Make space on that disk");
            store.ChangelogOffset.ShouldBe(applied);
            Expect(store, applied);
        }
        File.Delete(ballast);
        using var again = new RocksDbBytesStore(RocksStorage.Open(folder));
        again.ChangelogOffset!.Value.ShouldBeInRange(1, applied); // what was not on disk yet is in the changelog
        Expect(again, again.ChangelogOffset.Value);
        Apply(again, again.ChangelogOffset.Value + 1);
        Expect(again, again.ChangelogOffset.Value);
    }

    [Fact]
    public async Task Once_space_is_back_the_refused_commit_goes_through_without_opening_the_store_again()
    {
        using var disk = SmallDisk.Mount(Path.Combine(_directory.Path, "disk"), kilobytes: 48_000);
        var folder = new StoreFolder("orders", "0_1", Path.Combine(disk.Path, "orders"), "a test's");
        var ballast = Path.Combine(disk.Path, "ballast");
        await File.WriteAllBytesAsync(ballast, new byte[20_000_000], TestContext.Current.CancellationToken);
        using var store = new RocksDbBytesStore(RocksStorage.Open(folder));
        long applied = 0;
        Should.Throw<StateStoreException>(() =>
        {
            for (; applied < 1_000; applied++) Apply(store, applied + 1);
        });
        File.Delete(ballast);
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!TryApply(store, applied + 1)) await Task.Delay(100, deadline.Token);
        Expect(store, applied + 1);
    }

    private static bool TryApply(RocksDbBytesStore store, long commit)
    {
        try
        {
            Apply(store, commit);
            return true;
        }
        catch (StateStoreException)
        {
            return false;
        }
    }

    // Each commit's own keys, incompressible: a count tells that commits are there whole.
    private static void Apply(RocksDbBytesStore store, long commit)
    {
        var random = new Random((int)commit);
        var writes = new WriteSet();
        var value = new byte[2_000];
        for (var key = 0; key < 200; key++)
        {
            random.NextBytes(value);
            writes.Put([.. BitConverter.GetBytes(commit), (byte)key], value);
        }
        store.Apply(writes, commit);
    }

    private static void Expect(RocksDbBytesStore store, long commits)
    {
        var count = 0;
        using var cursor = store.Scan(BytesRange.All);
        while (cursor.MoveNext()) count++;
        count.ShouldBe((int)commits * 200);
    }
}
