using SmartKart.Scoring.Ann;
using SmartKart.Scoring.Ranking;

namespace SmartKart.Scoring.Tests.Ranking;

public sealed class ListMakerTests
{
    private const int Items = 60, Dimensions = 3;

    [Fact]
    public void A_list_is_the_one_that_comparing_all_with_all_gives()
    {
        for (var seed = 0; seed < 600; seed++)
        {
            var random = new Random(seed);
            int[] categories = [.. Enumerable.Range(0, Items).Select(_ => random.Next(-1, 6))];
            float[] vectors = [.. Enumerable.Range(0, Items * Dimensions).Select(_ => random.Next(4) == 0 ? 0 : random.NextSingle() - 0.5f)];
            var count = random.Next(0, 80);
            // Few different scores, so that many are equal; some items twice, some scores no numbers.
            int[] items = [.. Enumerable.Range(0, count).Select(_ => random.Next(Items))];
            float[] scores = [.. items.Select(_ => random.Next(30) == 0 ? float.NaN : random.Next(-8, 8) / 4f)];
            int[] without = [.. Enumerable.Range(0, Items).Where(_ => random.Next(6) == 0)];
            var stock = new RowSet(Items);
            for (var item = 0; item < Items; item++) if (random.Next(5) > 0) stock.Add(item);
            var rules = new ListRules
            {
                Length = random.Next(1, 25), Relevance = random.Next(0, 5) / 4f, PerCategory = random.Next(2) == 0 ? null : random.Next(1, 5),
            };
            bool Passes(int item) => stock.Contains(item) && !without.Contains(item);

            var (same, vector) = (new SameCategory(categories), new VectorSimilarity(Dimensions, vectors));
            var bySame = Chosen(rules, items, scores, stock, without, categories, same);
            var byVector = Chosen(rules, items, scores, stock, without, categories, vector);

            bySame.ShouldBe(NaiveList.Of(rules, items, scores, Passes, categories, same), $"seed {seed}, by category");
            byVector.ShouldBe(NaiveList.Of(rules, items, scores, Passes, categories, vector), $"seed {seed}, by vector");
        }
    }

    [Fact]
    public void Where_only_relevance_counts_the_list_is_in_the_order_of_scores()
    {
        var random = new Random(3);
        float[] scores = [.. Enumerable.Range(0, Items).Select(_ => random.NextSingle())];

        var list = Chosen(new ListRules { Length = 10, Relevance = 1 }, [.. Enumerable.Range(0, Items)], scores, null, [], [], new SameCategory(new int[Items]));

        list.ShouldBe(Enumerable.Range(0, Items).OrderByDescending(item => scores[item]).Take(10));
    }

    [Fact]
    public void Where_only_variety_counts_another_category_comes_before_more_of_the_same()
    {
        int[] categories = [0, 0, 0, 1, 2];

        var list = Chosen(new ListRules { Length = 4, Relevance = 0 }, [0, 1, 2, 3, 4], [5, 4, 3, 2, 1], null, [], categories, new SameCategory(categories));

        list.ShouldBe([0, 3, 4, 1]);
    }

    [Fact]
    public void Scores_come_back_as_they_were_given()
    {
        float[] scores = [-1.5f, float.MinValue, 0f, -0f, float.MaxValue, 1e-40f];
        var (items, best) = (new int[6], new float[6]);

        var found = new ListMaker(new ListRules { Relevance = 1 })
            .Choose([10, 11, 12, 13, 14, 15], scores, default, new SameCategory(new int[16]), new ListScratch(6), items, best);

        found.ShouldBe(6);
        items.ShouldBe([14, 15, 12, 13, 10, 11]);
        best.ShouldBe([float.MaxValue, 1e-40f, 0, 0, -1.5f, float.MinValue]);
    }

    [Fact]
    public void Nothing_is_allocated_for_a_list()
    {
        var random = new Random(5);
        var maker = new ListMaker(new ListRules { PerCategory = 4 });
        int[] categories = [.. Enumerable.Range(0, 500).Select(_ => random.Next(30))];
        int[] candidates = [.. Enumerable.Range(0, 500)];
        float[] scores = [.. candidates.Select(_ => random.NextSingle())];
        var vectors = new VectorSimilarity(16, Enumerable.Range(0, 500 * 16).Select(_ => random.NextSingle()).ToArray());
        var (scratch, items, best) = (new ListScratch(500), new int[20], new float[20]);
        int Once() => maker.Choose(candidates, scores, new ListFilter { Categories = categories }, vectors, scratch, items, best);
        Once().ShouldBe(20);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var at = 0; at < 100; at++) Once();

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Theory]
    [InlineData(0, 0.5f, null, "Length is 0"), InlineData(1_001, 0.5f, null, "Length is 1001"), InlineData(5, -0.1f, null, "Relevance is -0.1")]
    [InlineData(5, float.NaN, null, "Relevance is NaN"), InlineData(5, 1.1f, null, "0 to 1"), InlineData(5, 1f, 0, "PerCategory is 0")]
    public void A_rule_out_of_its_range_is_told(int length, float relevance, int? perCategory, string told) =>
        Should.Throw<ListException>(() => new ListMaker(new ListRules { Length = length, Relevance = relevance, PerCategory = perCategory })).Message.ShouldContain(told);

    [Fact]
    public void What_does_not_fit_is_told_with_its_remedy()
    {
        string Told(int[] items, float[] scores, int candidates = 8, int scoresOut = 5, int rows = 10, int[]? categories = null) => Should.Throw<ListException>(
            () => new ListMaker(new ListRules { PerCategory = 1 }).Choose(
                items, scores, new ListFilter { InStock = new RowSet(rows), Categories = categories ?? new int[20] }, new SameCategory(new int[20]),
                new ListScratch(candidates), new int[5], new float[scoresOut])).Message;

        Told([1, 2], [1]).ShouldContain("2 candidates and 1 scores");
        Told([1, 2], [1, 2], candidates: 1).ShouldContain("ListScratch");
        Told([1, 2], [1, 2], scoresOut: 4).ShouldContain("room for 4");
        Told([1, 12], [1, 2]).ShouldContain("12 is outside the 10 items of InStock");
        Told([1, -2], [1, 2]).ShouldContain("-2");
        Told([1, 5], [1, 2], categories: new int[3]).ShouldContain("5 is outside the 3 items of Categories");
        Should.Throw<ListException>(() => new VectorSimilarity(3, new float[10])).Message.ShouldContain("10 values");
    }

    private static int[] Chosen<TSimilarity>(
        ListRules rules, int[] items, float[] scores, RowSet? stock, int[] without, int[] categories, TSimilarity similarity) where TSimilarity : struct, ISimilarity
    {
        var (chosen, best) = (new int[rules.Length], new float[rules.Length]);
        var found = new ListMaker(rules).Choose(
            items, scores, new ListFilter { InStock = stock, Without = without, Categories = categories }, similarity, new ListScratch(items.Length), chosen, best);
        return chosen[..found];
    }
}
