using SmartKart.Scoring.Ann;

namespace SmartKart.Scoring.Tests.Ann.Files;

/// <summary>What is on disks stays readable: the bytes of a small index, those that are not zero, by where they are.</summary>
public sealed class GoldenFileTests
{
    private const string Header =
        """
           0: 534d4b54484e53570100000002000000
          16: 02000000050000000200000005000000
          32: 09000000030000000100000000000000
          48: 01000000000000000200000000000000
          64: 80030000000000000000000000000000
         112: 000000000000000000000000336cb57f
        """;

    /// <summary>Rows 3 and 4 are in layer 1, linked to each other.</summary>
    private const string UpperLayers =
        """
         144: 01000000020000000000000000000000
         192: 01000000040000000000000001000000
         208: 03000000000000000000000000000000
        """;

    /// <summary>A vector, then, 64 bytes on, how many links it has and to which rows.</summary>
    private const string Rows =
        """
         256: 0000803f000000400000000000000000
         320: 03000000020000000100000004000000
         384: 000040c0000080400000000000000000
         448: 03000000030000000200000000000000
         512: 000000000000003f0000000000000000
         576: 04000000010000000300000000000000
         592: 04000000000000000000000000000000
         640: 0000e0400000e0400000000000000000
         704: 02000000010000000200000000000000
         768: 0000803f0000803f0000000000000000
         832: 02000000000000000200000000000000
        """;

    private static readonly float[] Vectors = [1, 2, -3, 4, 0, 0.5f, 7, 7, 1, 1];

    [Fact]
    public void A_small_index_has_these_bytes()
    {
        using var folder = new TestFolder();
        var options = new HnswOptions { M = 2, EfConstruction = 5, EfSearch = 9, Seed = 1, Threads = 1 };
        using (var index = TestVectors.Build(Vectors, dims: 2, AnnMetric.SquaredEuclidean, options)) index.Save(folder.File("small"));
        var bytes = File.ReadAllBytes(folder.File("small"));
        bytes.Length.ShouldBe(896);
        Print(bytes).ShouldBe(string.Join('\n', Header, UpperLayers, Rows));
    }

    private static string Print(byte[] bytes) => string.Join('\n', bytes.Chunk(16).Index()
        .Where(line => line.Item.Any(next => next != 0))
        .Select(line => $"{line.Index * 16,4}: {Convert.ToHexStringLower(line.Item)}"));
}
