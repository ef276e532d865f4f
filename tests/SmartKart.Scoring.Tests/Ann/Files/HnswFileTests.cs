using System.Buffers.Binary;
using System.Numerics;
using SmartKart.Scoring.Ann;

namespace SmartKart.Scoring.Tests.Ann.Files;

public sealed class HnswFileTests : IDisposable
{
    private const int Rows = 1_000, Dims = 20;

    private static readonly float[] Vectors = TestVectors.Clustered(Rows, Dims, seed: 1);

    private readonly TestFolder _folder = new();

    private string Saved => _folder.File("items.hnsw");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(AnnMetric.InnerProduct)]
    [InlineData(AnnMetric.Cosine)]
    [InlineData(AnnMetric.SquaredEuclidean)]
    public void What_was_saved_is_opened_with_the_same_settings_and_finds_the_same(AnnMetric metric)
    {
        var options = new HnswOptions { M = 8, EfConstruction = 50, EfSearch = 33, Seed = -7 };
        var queries = TestVectors.Clustered(50, Dims, seed: 2);
        using var built = TestVectors.Build(Vectors, Dims, metric, options);
        built.Save(Saved);
        using var opened = HnswIndex.Open(Saved);
        (opened.Count, opened.Dims, opened.Metric).ShouldBe((Rows, Dims, metric));
        opened.Options.ShouldBe(options with { Threads = opened.Options.Threads });
        opened.SizeBytes.ShouldBe(new FileInfo(Saved).Length);
        var (expected, found) = (TestVectors.SearchAll(built, queries, 10), TestVectors.SearchAll(opened, queries, 10));
        for (var i = 0; i < expected.Count; i++) found[i].ShouldBe(expected[i]);
        opened.Save(_folder.File("again"));
        File.ReadAllBytes(_folder.File("again")).AsSpan().SequenceEqual(File.ReadAllBytes(Saved)).ShouldBeTrue();
    }

    [Fact]
    public void An_index_may_be_replaced_while_it_is_open()
    {
        Save();
        using var before = HnswIndex.Open(Saved);
        using (var other = TestVectors.Build([1f, 2], 2, AnnMetric.Cosine)) other.Save(Saved);
        before.Search(Vectors.AsSpan(0, Dims), new Neighbour[10]).ShouldBe(10);
        using var after = HnswIndex.Open(Saved);
        after.Count.ShouldBe(1);
        Directory.GetFiles(_folder.Path).ShouldBe([Saved]);
    }

    [Fact]
    public void What_cannot_be_saved_leaves_nothing_behind()
    {
        using var index = TestVectors.Build([1f, 2], 2, AnnMetric.Cosine);
        Directory.CreateDirectory(Saved);
        Should.Throw<AnnIndexException>(() => index.Save(Saved)).Message.ShouldContain("could not be saved");
        Should.Throw<AnnIndexException>(() => index.Save(_folder.File("no/such/folder"))).Message.ShouldContain("could not be saved");
        Directory.GetFiles(_folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public void A_file_that_is_not_there_is_told()
    {
        Should.Throw<AnnIndexException>(() => HnswIndex.Open(Saved)).Message.ShouldContain("cannot be read");
        Should.Throw<AnnIndexException>(() => HnswIndex.Open(_folder.Path)).Message.ShouldContain("cannot be read");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(5_000)]
    public void A_file_cut_short_is_told_with_both_lengths(int bytes)
    {
        var whole = Save();
        File.WriteAllBytes(Saved, whole[..bytes]);
        Should.Throw<AnnIndexException>(() => HnswIndex.Open(Saved)).Message.ShouldContain($"has {bytes} bytes, and should have");
    }

    [Fact]
    public void A_file_with_more_behind_it_is_told()
    {
        File.WriteAllBytes(Saved, [.. Save(), 0]);
        Should.Throw<AnnIndexException>(() => HnswIndex.Open(Saved)).Message.ShouldContain("bytes, and should have");
    }

    [Fact]
    public void A_file_of_another_kind_or_version_is_told()
    {
        var bytes = Save();
        File.WriteAllText(Saved, "not an index, but long enough to have a header: " + new string('.', 200));
        Should.Throw<AnnIndexException>(() => HnswIndex.Open(Saved)).Message.ShouldContain("is not an index");
        bytes[8] = 2;
        File.WriteAllBytes(Saved, bytes);
        Should.Throw<AnnIndexException>(() => HnswIndex.Open(Saved)).Message.ShouldContain("version 2 of the format; this program reads version 1");
    }

    [Fact]
    public void Any_bit_that_was_turned_is_noticed()
    {
        var whole = Save();
        var random = new Random(5);
        for (var round = 0; round < 200; round++)
        {
            var damaged = whole.ToArray();
            damaged[round < 128 ? round : random.Next(whole.Length)] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(Saved, damaged);
            Should.Throw<AnnIndexException>(() => HnswIndex.Open(Saved).Dispose());
        }
    }

    [Fact]
    public void Damage_that_the_checksum_was_made_to_fit_is_told_or_does_no_harm()
    {
        var whole = Save();
        var random = new Random(6);
        var refused = 0;
        for (var round = 0; round < 500; round++)
        {
            var damaged = whole.ToArray();
            var at = (round % 3) switch { 0 => random.Next(128), 1 => 128 + random.Next(6_000), _ => random.Next(whole.Length) };
            damaged[at] = (byte)random.Next(256);
            BinaryPrimitives.WriteUInt32LittleEndian(damaged.AsSpan(124), Checksum(damaged));
            File.WriteAllBytes(Saved, damaged);
            try
            {
                using var index = HnswIndex.Open(Saved);
                if (index.Dims == Dims) index.Search(Vectors.AsSpan(0, Dims), new Neighbour[10]).ShouldBeInRange(0, 10);
            }
            catch (AnnIndexException told)
            {
                told.Message.ShouldContain(Saved);
                refused++;
            }
        }
        refused.ShouldBeGreaterThan(150);
    }

    [Fact]
    public void A_link_to_a_row_that_is_not_there_is_told()
    {
        var bytes = Save();
        // The last row's first link lies behind its number of links.
        var links = bytes.Length - 192 + sizeof(int);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(links), Rows);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(124), Checksum(bytes));
        File.WriteAllBytes(Saved, bytes);
        Should.Throw<AnnIndexException>(() => HnswIndex.Open(Saved)).Message.ShouldContain($"row {Rows - 1} has a link to row {Rows} of {Rows}");
    }

    private byte[] Save()
    {
        using var index = TestVectors.Build(Vectors, Dims, AnnMetric.Cosine, new HnswOptions { EfConstruction = 30 });
        index.Save(Saved);
        return File.ReadAllBytes(Saved);
    }

    private static uint Checksum(ReadOnlySpan<byte> file)
    {
        var checksum = ~0u;
        for (var at = 0; at < file.Length; at++)
        {
            if (at is < 124 or >= 128) checksum = BitOperations.Crc32C(checksum, file[at]);
        }
        return ~checksum;
    }
}
