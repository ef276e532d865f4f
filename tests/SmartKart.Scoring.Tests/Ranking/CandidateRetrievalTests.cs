using SmartKart.Scoring.Ranking;
using SmartKart.Scoring.Recommenders;

namespace SmartKart.Scoring.Tests.Ranking;

/// <summary>What several models find for a user, joined.</summary>
public sealed class CandidateRetrievalTests
{
    [Fact]
    public void Each_models_best_are_joined_without_what_the_user_has_and_every_model_speaks_of_each()
    {
        // The first model's best are 5, 4 and 3, the second's 0, 1 and 2; the user has 4 and 0.
        var retrieval = new CandidateRetrieval([Popular([0, 1, 2, 3, 4, 5]), Popular([5, 4, 3, 2, 1, 0])], each: 2);
        var (items, scores) = (new int[retrieval.Most], new float[retrieval.Most * 2]);

        var count = retrieval.Retrieve(user: -1, history: [0, 4], without: [0, 4], items, scores);

        items[..count].ShouldBe([1, 2, 3, 5]);
        for (var at = 0; at < count; at++)
        {
            // Mean 2.5 and standard deviation √(35/12) over all items.
            var standard = (items[at] - 2.5f) / MathF.Sqrt(35f / 12);
            scores[at * 2].ShouldBe(standard, 1e-5);
            scores[at * 2 + 1].ShouldBe(-standard, 1e-5);
        }
    }

    [Fact]
    public void No_more_are_asked_for_than_there_are()
    {
        var retrieval = new CandidateRetrieval([Popular([1, 2, 3])], each: 50);

        retrieval.Most.ShouldBe(3);
        retrieval.Retrieve(-1, [], [], new int[3], new float[3]).ShouldBe(3);
    }

    [Fact]
    public void Models_of_different_catalogues_are_refused() =>
        Should.Throw<ModelException>(() => new CandidateRetrieval([Popular([1, 2]), Popular([1, 2, 3])], 5)).Message.ShouldContain("2 and of 3 items");

    private static PopularityModel Popular(float[] scores) => new(scores);
}
