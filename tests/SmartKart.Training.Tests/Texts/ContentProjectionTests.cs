using SmartKart.Scoring.Recommenders;
using SmartKart.Training.Algebra;
using SmartKart.Training.Interactions;
using SmartKart.Training.Recommenders;
using SmartKart.Training.Texts;

namespace SmartKart.Training.Tests.Texts;

public sealed class ContentProjectionTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void The_map_is_where_no_direction_leads_to_a_smaller_loss()
    {
        const int items = 30, factors = 3;
        var texts = ContentTests.Texts([.. ContentTests.MadeUpNames(items, seed: 3).Select(ContentTests.Named)]);
        var terms = TermWeights.Of(TermCounts.Of(texts, minProducts: 2, maxShare: 1).Counts, TermWeighting.TfIdf);
        var random = new Random(7);
        float[] vectors = [.. Enumerable.Range(0, items * factors).Select(_ => random.NextSingle() - 0.5f)];
        float[] weights = [.. Enumerable.Range(0, items).Select(item => item % 4 / 3f)];

        using var map = TextRidge.Fit(terms, vectors, weights, regularisation: 0.3f);

        // The gradient, of each term and factor: Σ w x (xB - h) + λ B, B being what each term alone maps to.
        var (rest, mapped, alone) = (new double[items, factors], new float[factors], Alone(terms.Columns));
        for (var item = 0; item < items; item++)
        {
            map.Map(terms, item, mapped);
            for (var factor = 0; factor < factors; factor++) rest[item, factor] = weights[item] * ((double)mapped[factor] - vectors[item * factors + factor]);
        }
        var (byTerm, constant) = (terms.Transpose(), new float[factors]);
        map.Map(alone, terms.Columns, constant);
        for (var term = 0; term < terms.Columns; term++)
        {
            map.Map(alone, term, mapped);
            for (var factor = 0; factor < factors; factor++)
            {
                var having = byTerm.Row(term, out var values);
                var gradient = 0.3 * (mapped[factor] - constant[factor]);
                for (var at = 0; at < having.Length; at++) gradient += values[at] * rest[having[at], factor];
                gradient.ShouldBe(0, 1e-4);
            }
        }
    }

    [Fact]
    public void An_item_nobody_has_stands_where_its_text_says_and_one_that_many_have_near_its_own_place()
    {
        // Items of a group share a word, and the last of each group has no users.
        var seen = Marketplace.Without(Marketplace.Of(600, 50), from: 45);
        var texts = ContentTests.Texts([.. Enumerable.Range(0, 50).Select(item => ContentTests.Named($"group{item % 5} made{item % 7}"))]);
        var options = new ContentProjectionOptions { Ials = new IalsOptions { Factors = 8, Epochs = 6, Regularisation = 0.01f }, Regularisation = 0.1f, PriorUsers = 0 };

        var (model, ials) = (ContentProjectionTrainer.Train(seen, texts, options, Stop), IalsTrainer.Train(seen, options.Ials, cancel: Stop));

        model.ItemVectors.Span[..8].ToArray().ShouldBe(ials.ItemVectors.Span[..8].ToArray());       // many have the first
        var scores = new float[50];
        foreach (var group in Enumerable.Range(0, 5))
        {
            int[] history = [group, group + 5, group + 10];
            model.Score(new UserBatch(-1, [0, 3], history), scores);
            Enumerable.Range(45, 5).MaxBy(item => scores[item]).ShouldBe(45 + group);
        }
    }

    [Fact]
    public void On_films_that_nobody_is_known_to_have_seen_it_beats_texts_alone_and_popularity()
    {
        var parts = DataSet.Films();
        JudgeCold(parts["train"].With(parts["test"]), DataSet.FilmTexts(parts["train"].Items), factors: 32, over: 1.2);
    }

    [Fact]
    public void On_gifts_that_nobody_is_known_to_have_bought_it_beats_texts_alone_and_popularity()
    {
        var log = DataSet.Retail();
        JudgeCold(log.Between(log.First, log.Last + 1), log.Texts!, factors: 96, over: 1.03);      // it has texts
    }

    [Fact]
    public void What_it_cannot_learn_from_is_told()
    {
        var seen = Marketplace.Of(9, 9);
        var none = ContentTests.Texts([.. Enumerable.Repeat(ContentTests.Named(""), 9)]);
        var texts = ContentTests.Texts([.. ContentTests.MadeUpNames(9, seed: 1).Select(ContentTests.Named)]);

        Should.Throw<InteractionException>(() => ContentProjectionTrainer.Train(seen, none, new ContentProjectionOptions())).Message.ShouldContain("product_upserted");
        Should.Throw<InteractionException>(() => ContentProjectionTrainer.Train(seen, texts, new ContentProjectionOptions { Regularisation = 0 }))
            .Message.ShouldContain("above 0");
    }

    private static void JudgeCold(InteractionMatrix all, ProductTexts texts, int factors, double over)
    {
        var cold = new ColdStart(all, 0.2, seed: 3);
        var options = new ContentProjectionOptions { Ials = new IalsOptions { Factors = factors, Epochs = 8 } };

        var popular = cold.Ndcg(PopularityTrainer.Train(cold.Seen));
        var alike = cold.Ndcg(ContentTrainer.Train(texts, new ContentOptions(), Stop));
        var mapped = cold.Ndcg(ContentProjectionTrainer.Train(cold.Seen, texts, options, Stop));

        alike.ShouldBeGreaterThan(2 * popular);
        mapped.ShouldBeGreaterThan(over * alike);
    }

    // A row with just each term, and a last one with none.
    private static SparseMatrix Alone(int terms) => new(
        terms, [.. Enumerable.Range(0, terms + 1), terms], [.. Enumerable.Range(0, terms)], [.. Enumerable.Repeat(1f, terms)]);
}
