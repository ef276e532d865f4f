using SmartKart.Scoring.Sessions;

namespace SmartKart.Scoring.Tests.Sessions;

public sealed class SessionScorerTests
{
    private static readonly int[][] Past = [[0, 1, 2], [1, 2, 3], [2, 3, 4], [0, 2, 4], [1, 3]];

    public static TheoryData<string> Models => [.. Named.Keys];

    private static Dictionary<string, ISessionRecommender> Named { get; } = Make();

    [Theory, MemberData(nameof(Models))]
    public void A_query_leaves_nothing_behind_for_the_next(string name)
    {
        var used = Named[name].NewScorer();
        foreach (var session in Past) Ask(used, session);
        foreach (var session in Past)
        {
            var (items, scores) = Ask(Named[name].NewScorer(), session);
            var again = Ask(used, session);
            again.Items.ShouldBe(items);
            again.Scores.ShouldBe(scores);
        }
    }

    [Theory, MemberData(nameof(Models))]
    public void A_warm_query_allocates_nothing(string name)
    {
        var scorer = Named[name].NewScorer();
        var (items, scores) = (new int[3], new float[3]);
        for (var warm = 0; warm < 3; warm++) scorer.Recommend([0, 1, 3], items, scores);
        var before = GC.GetAllocatedBytesForCurrentThread();
        scorer.Recommend([0, 1, 3], items, scores);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Theory, MemberData(nameof(Models))]
    public void Empty_and_unknown_sessions_have_answers(string name)
    {
        var scorer = Named[name].NewScorer();
        foreach (var session in new int[][] { [], [-1], [77], [-1, 77, -5] })
        {
            var (items, scores) = Ask(scorer, session);
            items.ShouldBeUnique();
            items.ShouldAllBe(item => item >= 0 && item < 5);
            scores.ShouldAllBe(score => float.IsFinite(score));
        }
    }

    [Theory, MemberData(nameof(Models))]
    public void Spans_of_different_lengths_are_refused(string name)
    {
        var scorer = Named[name].NewScorer();
        Should.Throw<ArgumentException>(() => scorer.Recommend([0], new int[2], new float[3]));
        Should.Throw<ArgumentException>(() => scorer.Explain([0], 1, new float[3]));
        Should.Throw<ArgumentOutOfRangeException>(() => scorer.Explain([0], 5, new float[1]));
    }

    private static (int[] Items, float[] Scores) Ask(SessionScorer scorer, int[] session)
    {
        var (items, scores) = (new int[4], new float[4]);
        var count = scorer.Recommend(session, items, scores);
        return (items[..count], scores[..count]);
    }

    private static Dictionary<string, ISessionRecommender> Make()
    {
        var popular = new PopularItems([0.1f, 0.2f, 0.3f, 0.2f, 0.2f]);
        var knn = new SessionKnn(Indexes.Of(Past, itemCount: 5), SessionKnnOptions.VsKnn);
        var links = new LinkedItems(new ItemLinks([0, 2, 3, 3, 4, 5], [1, 2, 3, 4, 0], [0.5f, 0.25f, 1, 1, 1]), ClickDecay.Exponential(1));
        var layout = new BlendLayout([knn, links], [[0, 1, 2, 3, 4]], popular, proposals: 3, lengthBounds: [1, 3]);
        return new Dictionary<string, ISessionRecommender>
        {
            ["pop"] = popular,
            ["spop"] = new SessionPopularity(popular),
            ["knn"] = knn,
            ["links"] = links,
            ["blend"] = new SessionBlend(layout, [.. Enumerable.Range(0, 3 * layout.Width).Select(at => at % 5 * 0.1f)]),
        };
    }
}
