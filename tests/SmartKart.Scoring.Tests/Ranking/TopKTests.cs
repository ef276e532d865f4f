using SmartKart.Scoring.Ranking;

namespace SmartKart.Scoring.Tests.Ranking;

public sealed class TopKTests
{
    [Fact]
    public void The_best_are_found_in_order_and_of_equal_ones_the_lower_item_first()
    {
        var random = new Random(1);
        foreach (var length in new[] { 0, 1, 7, 16, 17, 100, 1000 })
        {
            for (var trial = 0; trial < 50; trial++)
            {
                // Few different values, so that many are equal.
                var scores = Enumerable.Range(0, length).Select(_ => random.Next(-3, 20) / 4f).ToArray();
                var without = Enumerable.Range(0, length).Where(_ => random.Next(5) == 0).ToArray();
                var k = random.Next(1, 30);

                var (items, best) = (new int[k], new float[k]);
                var found = TopK.Select(scores, without, items, best);

                var expected = Enumerable.Range(0, length).Except(without).OrderByDescending(item => scores[item]).ThenBy(item => item).Take(k).ToArray();
                items[..found].ShouldBe(expected);
                best[..found].ShouldBe(expected.Select(item => scores[item]));
            }
        }
    }

    [Fact]
    public void What_is_no_number_is_never_chosen()
    {
        float[] scores = [float.NaN, 1, float.NaN, 2, float.NegativeInfinity];
        var (items, best) = (new int[5], new float[5]);

        var found = TopK.Select(scores, [], items, best);

        items[..found].ShouldBe([3, 1, 4]);
    }

    [Fact]
    public void None_are_found_where_all_are_left_out()
    {
        var found = TopK.Select([1, 2], [0, 1], new int[2], new float[2]);

        found.ShouldBe(0);
    }
}
