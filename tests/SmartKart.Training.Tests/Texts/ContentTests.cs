using SmartKart.Scoring.Recommenders;
using SmartKart.Training.Interactions;
using SmartKart.Training.Texts;

namespace SmartKart.Training.Tests.Texts;

public sealed class ContentTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Tea-pot, 13cm (RED)", "tea pot 13cm red")]
    [InlineData("Ärmel Größe XL", "ärmel größe xl")]
    [InlineData("Чайник ×2", "чайник 2")]
    [InlineData("cafe\u0301 A4", "cafe\u0301 a4")]
    [InlineData(" -- ", "")]
    [InlineData(null, "")]
    public void Tokens_are_runs_of_letters_and_digits_in_lower_case(string? text, string tokens) => string.Join(' ', TextTokens.Of(text)).ShouldBe(tokens);

    [Fact]
    public void A_category_is_a_term_of_its_own()
    {
        var counts = TermCounts.Of(Texts(new ProductText("tea tea", "kitchen", "Tea & Co", ["kitchen", "kitchen-tea"])), minProducts: 1, maxShare: 1);

        counts.Terms.ShouldBe([":kitchen", ":kitchen-tea", "co", "kitchen", "tea"]);
        counts.Counts.Row(0, out var often).Length.ShouldBe(5);
        often.ToArray().ShouldBe([1, 1, 1, 1, 3]);
    }

    [Fact]
    public void Terms_of_too_few_or_too_many_products_are_left_out()
    {
        var texts = Texts(Named("red tea pot"), Named("blue tea pot"), Named("red tea cup"), Named("tea"));

        TermCounts.Of(texts, minProducts: 2, maxShare: 0.5).Terms.ShouldBe(["pot", "red"]);
        TermCounts.Of(texts, minProducts: 1, maxShare: 1).MostCommon(2).Terms.ShouldBe(["pot", "tea"]);
    }

    [Theory]
    [InlineData(TermWeighting.TfIdf), InlineData(TermWeighting.Bm25)]
    public void Weights_of_neighbours_are_the_cosines_of_a_loop_over_all_pairs(TermWeighting weighting)
    {
        var names = MadeUpNames(60, seed: 2);
        var texts = Texts([.. names.Select(Named)]);

        var model = ContentTrainer.Train(texts, new ContentOptions { Neighbours = 60, Weighting = weighting, MaxShare = 1 }, Stop);

        var bags = names.Select(name => NaiveTerms.Weigh(name.Split(' '), [.. names.Select(other => other.Split(' '))], weighting)).ToArray();
        for (var met = 0; met < 60; met++)
        {
            for (var candidate = 0; candidate < 60; candidate++)
                ((double)WeightOf(model, met, candidate)).ShouldBe(met == candidate ? 0 : NaiveTerms.Cosine(bags[met], bags[candidate]), 1e-5);
        }
    }

    [Fact]
    public void A_candidate_keeps_its_closest_on_any_number_of_threads()
    {
        var texts = Texts([.. MadeUpNames(80, seed: 4).Select(Named)]);
        var all = ContentTrainer.Train(texts, new ContentOptions { Neighbours = 80, MaxShare = 1 }, Stop);
        var few = ContentTrainer.Train(texts, new ContentOptions { Neighbours = 3, MaxShare = 1, Threads = 1 }, Stop);

        for (var candidate = 0; candidate < 80; candidate++)
        {
            var best = Enumerable.Range(0, 80).Select(met => WeightOf(all, met, candidate)).Where(weight => weight > 0).OrderDescending().Take(3);
            Enumerable.Range(0, 80).Select(met => WeightOf(few, met, candidate)).Where(weight => weight > 0).OrderDescending().ShouldBe(best);
        }
        ContentTrainer.Train(texts, new ContentOptions { Neighbours = 3, MaxShare = 1, Threads = 2 }, Stop).Weights.ToArray().ShouldBe(few.Weights.ToArray());
    }

    [Fact]
    public void Products_without_texts_have_no_neighbours_and_none_with_texts_is_told()
    {
        var catalogue = new Catalogue(["a", "b", "c"]);
        var some = new ProductTexts(catalogue, new Dictionary<string, ProductText> { ["a"] = Named("tea pot"), ["b"] = Named("tea cup"), ["c"] = Named(" ") });

        some.Known.ShouldBe(2);
        ContentTrainer.Train(some, new ContentOptions { MaxShare = 1, Weighting = TermWeighting.Bm25 }, Stop).Neighbours(2, out _).Length.ShouldBe(0);
        Should.Throw<InteractionException>(() => ContentTrainer.Train(new ProductTexts(catalogue, new Dictionary<string, ProductText>()), new ContentOptions()))
            .Message.ShouldContain("product_upserted");
    }

    internal static ProductTexts Texts(params ProductText[] texts) => new(
        new Catalogue(texts.Index().Select(each => $"p{each.Index}")), texts.Index().ToDictionary(each => $"p{each.Index}", each => each.Item));

    internal static ProductText Named(string name) => new(name, null, null, []);

    // Few words are in many names, and some stand in one twice.
    internal static string[] MadeUpNames(int count, int seed)
    {
        var random = new Random(seed);
        string Word() => $"w{(int)(40 * random.NextDouble() * random.NextDouble())}";
        return [.. Enumerable.Range(0, count).Select(_ => string.Join(' ', Enumerable.Range(0, 2 + random.Next(6)).Select(_ => Word())))];
    }

    private static float WeightOf(ItemSimilarityModel model, int met, int candidate)
    {
        var targets = model.Neighbours(met, out var weights);
        return targets.IndexOf(candidate) is >= 0 and var at ? weights[at] : 0;
    }
}
