using System.Text;
using SmartKart.Streams.State.Bytes;
using SmartKart.Streams.State.Persistent;

namespace SmartKart.Streams.Tests.State.Persistent;

/// <summary>What is found on disk: this store's, another's, damaged, in use.</summary>
public sealed class UnusableFolderTests : IDisposable
{
    private readonly StoreDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_closed_store_is_found_again_with_its_offset()
    {
        using (var store = Open()) Fill(store, offset: 7);
        using var again = Open();
        (again.RebuildCause, again.ChangelogOffset, Read(again)).ShouldBe((null, 7L, "1000 entries"));
    }

    [Fact]
    public void After_a_crash_the_offset_found_is_that_of_the_data_found()
    {
        using var store = Open();
        var writes = new WriteSet();
        for (var offset = 1; offset <= 40; offset++)
        {
            writes.Clear();
            writes.Put([(byte)offset], new byte[1_000]);
            store.Apply(writes, offset);
            if (offset == 25) store.Flush();
        }
        var crashed = Folder() with { Path = Path.Combine(_directory.Path, "crashed") };
        Copy(Folder().Path, crashed.Path);
        using var again = new RocksDbBytesStore(RocksStorage.Open(crashed));
        again.RebuildCause.ShouldBeNull();
        again.ChangelogOffset.ShouldBe(25);
        Read(again).ShouldBe("25 entries");
    }

    [Theory]
    [InlineData("CURRENT")]
    [InlineData("MANIFEST")]
    [InlineData(".sst")]
    public void A_store_that_lost_a_file_is_emptied_and_says_why(string lost)
    {
        using (var store = Open()) Fill(store, offset: 7);
        foreach (var file in Files(lost)) File.Delete(file);
        ExpectEmptied();
    }

    [Theory]
    [InlineData("CURRENT")]
    [InlineData("MANIFEST")]
    public void A_store_whose_files_are_overwritten_is_emptied_and_says_why(string damaged)
    {
        using (var store = Open()) Fill(store, offset: 7);
        foreach (var file in Files(damaged)) File.WriteAllBytes(file, Encoding.ASCII.GetBytes(new string('x', 500)));
        ExpectEmptied();
    }

    [Fact]
    public void Files_of_something_else_are_thrown_away()
    {
        Directory.CreateDirectory(Folder().Path);
        File.WriteAllText(Path.Combine(Folder().Path, "notes.txt"), "not a store");
        ExpectEmptied().ShouldContain("something else");
        File.Exists(Path.Combine(Folder().Path, "notes.txt")).ShouldBeFalse();
    }

    [Fact]
    public void A_store_of_another_description_is_emptied_and_says_both()
    {
        using (var store = Open()) Fill(store, offset: 7);
        using var other = new RocksDbBytesStore(RocksStorage.Open(Folder() with { Description = "windows of 5 minutes" }));
        other.ChangelogOffset.ShouldBeNull();
        other.RebuildCause.ShouldBe("its folder holds 'a test's', and 'windows of 5 minutes' is wanted");
    }

    [Fact]
    public void Damage_that_shows_only_when_it_is_read_stops_the_task_and_empties_the_store_at_its_close()
    {
        using (var store = Open()) Fill(store, offset: 7);
        foreach (var file in Files(".sst"))
        {
            var bytes = File.ReadAllBytes(file);
            bytes.AsSpan(0, Math.Min(bytes.Length / 2, 4_000)).Fill(0x5A);
            File.WriteAllBytes(file, bytes);
        }
        using (var damaged = Open())
        {
            if (damaged.RebuildCause is null)
            {
                var fault = Should.Throw<StateStoreException>(() => Read(damaged));
                fault.Message.ShouldContain("State store 'orders' of task 0_1");
                fault.Message.ShouldContain("restored from its changelog");
            }
        }
        using var again = Open();
        again.ChangelogOffset.ShouldBeNull();
        Read(again).ShouldBe("0 entries");
    }

    [Fact]
    public void A_folder_that_is_open_already_is_left_alone_and_named()
    {
        using var store = Open();
        Fill(store, offset: 7);
        var fault = Should.Throw<StateStoreException>(Open);
        (fault.Store, fault.Task).ShouldBe(("orders", "0_1"));
        fault.Message.ShouldContain(Folder().Path);
        fault.Message.ShouldContain("in another process with the same state directory");
        Read(store).ShouldBe("1000 entries");
    }

    [Fact]
    public void A_closed_store_tells_those_who_still_read_it_to_ask_again()
    {
        var store = Open();
        Fill(store, offset: 7);
        store.Dispose();
        Should.Throw<InvalidStateStoreException>(() => store.TryGet([1], new ByteBuffer())).Message.ShouldContain("migrated");
        Should.Throw<InvalidStateStoreException>(() => store.Scan(BytesRange.All));
    }

    private static void Fill(RocksDbBytesStore store, long offset)
    {
        var writes = new WriteSet();
        for (var key = 0; key < 1_000; key++) writes.Put(BitConverter.GetBytes(key), BitConverter.GetBytes(key * 31));
        store.Apply(writes, offset);
    }

    private static string Read(RocksDbBytesStore store)
    {
        var count = 0;
        using var cursor = store.Scan(BytesRange.All);
        while (cursor.MoveNext()) count++;
        return $"{count} entries";
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from)) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }

    private string ExpectEmptied()
    {
        using var store = Open();
        store.ChangelogOffset.ShouldBeNull();
        Read(store).ShouldBe("0 entries");
        Fill(store, offset: 8); // and is as good as new
        return store.RebuildCause.ShouldNotBeNull();
    }

    private string[] Files(string part)
    {
        var files = Directory.GetFiles(Folder().Path, $"*{part}*");
        files.ShouldNotBeEmpty();
        return files;
    }

    private StoreFolder Folder() => new("orders", "0_1", Path.Combine(_directory.Path, "orders"), "a test's");

    private RocksDbBytesStore Open() => new(RocksStorage.Open(Folder()));
}
