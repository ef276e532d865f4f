using FsCheck.Fluent;
using SmartKart.Scoring.Sessions;

namespace SmartKart.Scoring.Tests.Sessions.Knn;

public sealed class SessionKnnTests
{
    public static TheoryData<string> Ways => [.. Options.Keys];

    private static Dictionary<string, SessionKnnOptions> Options { get; } = new()
    {
        ["VS-kNN"] = SessionKnnOptions.VsKnn,
        ["STAN"] = SessionKnnOptions.Stan with { AgeDecay = 0.5f },
        ["few neighbours"] = SessionKnnOptions.VsKnn with { Neighbours = 3, SessionsPerItem = 4 },
        ["everything"] = new SessionKnnOptions
        {
            Neighbours = 5, SessionsPerItem = 6, ClickDecay = ClickDecay.Exponential(2), MatchDecay = ClickDecay.Exponential(3), ClickIdf = 0.5f,
            ItemIdf = 1, LengthNorm = 0.5f, AgeDecay = 1, AfterDecay = 2, BeforeDecay = 1, BeforeWeight = 0.5f, SameWeight = 0.3f,
        },
    };

    [Theory, MemberData(nameof(Ways))]
    public void The_index_gives_what_comparing_with_every_session_gives(string way)
    {
        var options = Options[way];
        Properties.Hold(Prop.ForAll(RandomSessions.Past, RandomSessions.Running, (int[][] past, int[] running) =>
        {
            var expected = NaiveSessionKnn.Score(past, RandomSessions.ItemCount, options, running);
            var scores = Model(past, options).NewScorer().Score(running);
            scores.Candidates.ToArray().Order().ShouldBe(expected.Keys.Order());
            foreach (var (item, score) in expected) scores[item].ShouldBe((float)score, 1e-5f + 1e-4f * (float)Math.Abs(score));
        }));
    }

    [Theory, MemberData(nameof(Ways))]
    public void What_the_clicks_contributed_adds_up_to_the_score(string way)
    {
        Properties.Hold(Prop.ForAll(RandomSessions.Past, RandomSessions.Running, (int[][] past, int[] running) =>
        {
            var scorer = Model(past, Options[way]).NewScorer();
            var contributions = new float[running.Length];
            for (var item = 0; item < RandomSessions.ItemCount; item++)
            {
                var score = scorer.Score(running)[item];
                scorer.Explain(running, item, contributions);
                contributions.Sum().ShouldBe(score, 1e-5f + 1e-4f * Math.Abs(score));
            }
        }));
    }

    [Fact]
    public void Two_clicks_find_the_session_that_shares_both_first()
    {
        // Of two clicks the older counts 1/2 and the newer 1. Session 0 shares both, session 1 the older, session 2 the newer; the matches of
        // 0 and 2 are the last click, and that of 1 the one before, which counts 1/2 again.
        var options = new SessionKnnOptions { ClickDecay = ClickDecay.Linear, MatchDecay = ClickDecay.Linear };
        var scores = Model([[0, 1, 2], [0, 3], [1, 4]], options).NewScorer().Score([0, 1]);
        scores[2].ShouldBe(1.5f);
        scores[3].ShouldBe(0.25f);
        scores[4].ShouldBe(1f);
        scores[1].ShouldBe(2.5f, "the session's own items are ranked too");
    }

    [Fact]
    public void What_follows_a_match_closely_counts_more_than_what_follows_later_or_comes_before()
    {
        var options = new SessionKnnOptions { ClickDecay = ClickDecay.None, AfterDecay = 1, BeforeDecay = 1, BeforeWeight = 0.5f, SameWeight = 0.25f };
        var scores = Model([[3, 2, 0, 1, 4]], options).NewScorer().Score([0]);
        scores[1].ShouldBe(1f);
        scores[4].ShouldBe(MathF.Exp(-1), 1e-6f);
        scores[2].ShouldBe(0.5f);
        scores[3].ShouldBe(0.5f * MathF.Exp(-1), 1e-6f);
        scores[0].ShouldBe(0.25f);
    }

    [Fact]
    public void A_shop_without_a_past_recommends_nothing()
    {
        Model([], SessionKnnOptions.VsKnn).NewScorer().Recommend([1], new int[5], new float[5]).ShouldBe(0);
    }

    [Fact]
    public void Options_outside_their_range_are_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => Model([], new SessionKnnOptions { Neighbours = 0 }));
        Should.Throw<ArgumentOutOfRangeException>(() => Model([], new SessionKnnOptions { AgeDecay = 0 }));
        Should.Throw<ArgumentOutOfRangeException>(() => Model([], new SessionKnnOptions { AfterDecay = float.NaN }));
    }

    private static SessionKnn Model(int[][] past, SessionKnnOptions options) => new(Indexes.Of(past, RandomSessions.ItemCount), options);
}
