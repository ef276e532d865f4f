using SmartKart.Scoring.Sessions;

namespace SmartKart.Scoring.Tests.Sessions.Blending;

public sealed class SessionBlendTests
{
    private static readonly PopularItems Popular = new([0.4f, 0.3f, 0.2f, 0.1f]);
    private static readonly LinkedItems First = Follow([1, 2], [3, 1]);
    private static readonly LinkedItems Second = Follow([3], [1]);

    [Fact]
    public void A_row_tells_shares_priors_and_how_long_ago_the_item_was_clicked()
    {
        var layout = new BlendLayout([First, Second], [[5, 6, 7, 8]], Popular, proposals: 3, lengthBounds: []);
        var features = new BlendFeatures(layout);
        features.Read([0]);
        features.Candidates.ToArray().ShouldBe([1, 2, 3, 0]);
        layout.Width.ShouldBe(2 * 2 + 1 + 4);
        var row = features.Rows.Slice(features.PlaceOf(1) * layout.Width, layout.Width).ToArray();
        row[0].ShouldBe(MathF.Log(0.75f / 1e-5f + 1), 1e-4f);
        row[1].ShouldBe(0.75f);
        row[2..4].ShouldBe([0f, 0f], "the second model says nothing of it");
        row[4].ShouldBe(6f);
        row[5..].ShouldBe([0f, 0f, 0f, 0f]);
        var clicked = features.Rows.Slice(features.PlaceOf(0) * layout.Width, layout.Width).ToArray();
        clicked[5..].ShouldBe([1f, 0f, 0f, 0f], "it is the last click");
        features.PlaceOf(3).ShouldBe(2);
    }

    [Fact]
    public void The_weights_decide_and_short_sessions_have_their_own()
    {
        var layout = new BlendLayout([First, Second], [], Popular, proposals: 3, lengthBounds: [1]);
        var weights = new float[2 * layout.Width];
        weights[1] = 1;                            // a session of one click: the first model's share
        weights[layout.Width + 3] = 1;             // a longer one: the second's
        var scorer = new SessionBlend(layout, weights).NewScorer();
        Best(scorer, [0]).ShouldBe((1, 0.75f));
        Best(scorer, [0, 0]).ShouldBe((3, 1f));
    }

    [Fact]
    public void What_the_clicks_contributed_adds_up_to_what_the_models_said()
    {
        var layout = new BlendLayout([First, Second], [], Popular, proposals: 3, lengthBounds: []);
        var weights = new float[layout.Width];
        (weights[0], weights[2]) = (1, 2);
        var scorer = new SessionBlend(layout, weights).NewScorer();
        var contributions = new float[3];
        foreach (var item in new[] { 1, 2, 3 })
        {
            var score = scorer.Score([3, 0, 2])[item];
            scorer.Explain([3, 0, 2], item, contributions);
            contributions.Sum().ShouldBe(score, 1e-4f);
        }
    }

    [Fact]
    public void Where_no_model_speaks_what_is_popular_is_proposed()
    {
        var layout = new BlendLayout([First, Second], [[4, 3, 2, 1]], Popular, proposals: 2, lengthBounds: []);
        var weights = new float[layout.Width];
        weights[4] = 1;
        Best(new SessionBlend(layout, weights).NewScorer(), []).ShouldBe((0, 4f));
    }

    [Fact]
    public void Parts_that_do_not_fit_are_refused()
    {
        var layout = new BlendLayout([First], [], Popular, proposals: 2, lengthBounds: []);
        Should.Throw<SessionModelException>(() => new SessionBlend(layout, [1])).Message.ShouldContain("1 weights, where 1 × 6");
        Should.Throw<SessionModelException>(() => new BlendLayout([First], [[1]], Popular, 2, [])).Message.ShouldContain("4, 1 items");
        Should.Throw<SessionModelException>(() => new BlendLayout([First], [], Popular, 2, [2, 2])).Message.ShouldContain("2 follows 2");
    }

    private static (int Item, float Score) Best(SessionScorer scorer, int[] session)
    {
        var (items, scores) = (new int[1], new float[1]);
        scorer.Recommend(session, items, scores).ShouldBe(1);
        return (items[0], scores[0]);
    }

    // Links of the first item alone.
    private static LinkedItems Follow(int[] targets, float[] weights) =>
        new(new ItemLinks([0, targets.Length, targets.Length, targets.Length, targets.Length], targets, weights), ClickDecay.Exponential(1));
}
