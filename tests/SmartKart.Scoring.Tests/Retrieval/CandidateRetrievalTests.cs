using SmartKart.Scoring.Ann;
using SmartKart.Scoring.Ranking;
using SmartKart.Scoring.Recommenders;
using SmartKart.Scoring.Retrieval;

namespace SmartKart.Scoring.Tests.Retrieval;

/// <summary>What several models find for a user, joined; held to the same models' scores of all items.</summary>
public sealed class CandidateRetrievalTests
{
    private const int Items = 300, Each = 20;

    [Fact]
    public void Each_models_best_are_joined_without_what_the_user_has_and_every_model_speaks_of_each()
    {
        // The first model's best are 5, 4 and 3, the second's 0, 1 and 2; the user has 4 and 0.
        var retrieval = new CandidateRetrieval([Popular([0, 1, 2, 3, 4, 5]), Popular([5, 4, 3, 2, 1, 0])], each: 2);
        var session = retrieval.Rent();

        session.Begin(-1, [0, 4]);
        session.Find(without: [0, 4]);

        session.Items.ToArray().ShouldBe([1, 2, 3, 5]);
        for (var at = 0; at < session.Items.Length; at++)
        {
            // Mean 2.5 and standard deviation √(35/12) over all items.
            var standard = (session.Items[at] - 2.5f) / MathF.Sqrt(35f / 12);
            session.Scores[at * 2].ShouldBe(standard, 1e-5);
            session.Scores[at * 2 + 1].ShouldBe(-standard, 1e-5);
        }
    }

    public static TheoryData<string> Kinds => ["links", "factors", "biased", "projection", "popularity", "blend"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_session_finds_and_says_what_scores_of_all_items_do_for_one_user_after_another(string kind)
    {
        var (model, random) = (Model(kind), new Random(7));
        var session = new CandidateRetrieval([model], Each).Rent();
        for (var user = 0; user < 50; user++)
        {
            int[] history = [.. Enumerable.Range(0, 1 + random.Next(12)).Select(_ => random.Next(Items)).Distinct().Order()];
            var all = new float[Items];
            model.Score(new UserBatch(-1, [0, history.Length], history), all);
            StandardScores.Standardise(all);

            session.Begin(-1, history);
            session.Find(without: history);

            var (best, top) = (new int[Each], new float[Each]);
            var count = TopK.Select(all, history, best, top);
            // What links don't point to they don't find: all of that is below what they point to.
            if (kind == "links") count = Math.Min(count, session.Items.Length);
            for (var place = 0; place < count; place++)
            {
                if (place == 0 || top[place] > top[^1] + 1e-3) session.Items.ToArray().ShouldContain(best[place]);
            }
            session.Items.Length.ShouldBe(count);
            for (var at = 0; at < count; at++) session.Scores[at].ShouldBe(all[session.Items[at]], 2e-4 * (1 + MathF.Abs(all[session.Items[at]])));
        }
    }

    [Theory]
    [InlineData("links")]
    [InlineData("factors")]
    [InlineData("projection")]
    [InlineData("blend")]
    public void A_session_explains_as_the_model_does(string kind)
    {
        var model = Model(kind);
        int[] history = [3, 40, 41, 200];
        var session = new CandidateRetrieval([model], Each).Rent();
        session.Begin(-1, history);
        session.Find(without: history);
        foreach (var item in session.Items)
        {
            var (told, expected) = (new float[history.Length], new float[history.Length]);
            session.Explain(0, history, item, told).ShouldBeTrue();
            ((IExplains)model).Explain(history, item, 1, expected);
            for (var at = 0; at < told.Length; at++) told[at].ShouldBe(expected[at], 1e-4 * (1 + MathF.Abs(expected[at])));
        }
    }

    [Fact]
    public void An_index_finds_nearly_all_of_the_best_and_changes_no_score()
    {
        const int items = VectorIndexes.ItemsMin, groups = 200, factors = 16;
        var random = new Random(3);
        var (centres, vectors) = (Draw(groups * factors), Draw(items * factors));
        for (var at = 0; at < vectors.Length; at++) vectors[at] = 0.5f * vectors[at] + centres[at / factors % groups * factors + at % factors];
        var model = new FactorModel(factors, default, vectors, Draw(items), new FoldIn(0.05f, 0.01f, 1));
        using var index = VectorIndexes.Build(model).ShouldNotBeNull();
        var (quick, exact) = (new CandidateRetrieval([model], 100, new Dictionary<int, HnswIndex> { [0] = index }).Rent(), new CandidateRetrieval([model], 100).Rent());
        var (found, all) = (0, 0);
        for (var user = 0; user < 30; user++)
        {
            // A user is drawn to two groups of items, as people are.
            int[] drawnTo = [random.Next(groups), random.Next(groups)];
            int[] history = [.. Enumerable.Range(0, 10).Select(at => random.Next(items / groups) * groups + drawnTo[at % 2]).Distinct().Order()];
            foreach (var session in new[] { quick, exact })
            {
                session.Begin(-1, history);
                session.Find(without: history);
            }
            found += quick.Items.ToArray().Intersect(exact.Items.ToArray()).Count();
            all += exact.Items.Length;
            var scores = new float[quick.Items.Length];
            exact.Score(quick.Items, scores);
            scores.ShouldBe(quick.Scores.ToArray());
            quick.Items.ToArray().Intersect(history).ShouldBeEmpty();
        }
        ((double)found / all).ShouldBeGreaterThan(0.9);
        VectorIndexes.Build(Popular(new float[items])).ShouldBeNull();

        float[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
    }

    [Fact]
    public void No_more_are_asked_for_than_there_are()
    {
        var retrieval = new CandidateRetrieval([Popular([1, 2, 3])], each: 50);
        var session = retrieval.Rent();
        session.Begin(-1, []);
        session.Find(without: []);
        (retrieval.Most, session.Items.Length).ShouldBe((3, 3));
    }

    [Fact]
    public void Models_of_different_catalogues_are_refused() =>
        Should.Throw<ModelException>(() => new CandidateRetrieval([Popular([1, 2]), Popular([1, 2, 3])], 5)).Message.ShouldContain("2 and of 3 items");

    private static IRecommender Model(string kind)
    {
        var random = new Random(11);
        return kind switch
        {
            "links" => Links(),
            "factors" => new FactorModel(8, default, Draw(Items * 8), foldIn: new FoldIn(0.1f, 0.01f, 1)),
            "biased" => new FactorModel(8, default, Draw(Items * 8), Draw(Items), new FoldIn(0.1f, 0.01f, 1)),
            "projection" => new ProjectionModel(8, Draw(Items * 8), Draw(Items), Draw(Items)),
            "popularity" => Popular(Draw(Items)),
            _ => new BlendModel((Links(), 1), (new ProjectionModel(8, Draw(Items * 8), Draw(Items), Draw(Items)), 0.5f)),
        };

        float[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.3f)];

        ItemSimilarityModel Links()
        {
            var targets = Enumerable.Range(0, Items).SelectMany(_ => Enumerable.Range(0, Items).OrderBy(_ => random.Next()).Take(15).Order()).ToArray();
            return new ItemSimilarityModel(Enumerable.Range(0, Items + 1).Select(item => item * 15).ToArray(), targets, Draw(targets.Length));
        }
    }

    private static PopularityModel Popular(float[] scores) => new(scores);
}
