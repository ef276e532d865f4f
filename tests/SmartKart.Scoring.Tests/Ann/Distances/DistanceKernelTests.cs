using System.Runtime.Intrinsics;
using SmartKart.Scoring.Ann;
using SmartKart.Scoring.Ann.Distances;

namespace SmartKart.Scoring.Tests.Ann.Distances;

public sealed class DistanceKernelTests
{
    [Theory]
    [InlineData(16)]
    [InlineData(48)]
    [InlineData(64)]
    [InlineData(208)]
    public void Every_width_of_register_gives_the_distance_of_the_definition(int dims)
    {
        var query = TestVectors.Gaussian(1, dims, seed: dims);
        var rows = TestVectors.Gaussian(4, dims, seed: dims + 1);
        foreach (var bits in new[] { 128, 256, 512 })
        {
            var dots = DistanceKernel<DotTerm>.Four(bits, query, rows);
            var squares = DistanceKernel<SquaredDifferenceTerm>.Four(bits, query, rows);
            for (var i = 0; i < 4; i++)
            {
                var row = rows.AsSpan(i * dims, dims);
                ((double)dots.GetElement(i)).ShouldBe(NaiveDistance.Of(AnnMetric.InnerProduct, query, row), tolerance: 1e-5 * dims);
                ((double)squares.GetElement(i)).ShouldBe(NaiveDistance.Of(AnnMetric.SquaredEuclidean, query, row), tolerance: 1e-5 * dims);
            }
        }
    }

    [Fact]
    public void A_vector_is_as_far_to_the_bit_in_whichever_place_it_is_measured()
    {
        var query = TestVectors.Gaussian(1, 64, seed: 1);
        var row = TestVectors.Gaussian(1, 64, seed: 2);
        var distances = DistanceKernel<DotTerm>.Four(512, query, [.. row, .. row, .. row, .. row]);
        distances.ShouldBe(Vector128.Create(distances.ToScalar()));
    }
}
