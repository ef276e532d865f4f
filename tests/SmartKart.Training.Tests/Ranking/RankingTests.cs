using SmartKart.FeatureStore.Definitions;
using SmartKart.Scoring.Recommenders;
using SmartKart.Scoring.Registry;
using SmartKart.Training.Interactions;
using SmartKart.Training.Ranking;
using SmartKart.Training.Recommenders;
using SmartKart.Training.Registry;
using SmartKart.Training.Runs;

namespace SmartKart.Training.Tests.Ranking;

/// <summary>Candidates ranked by features as they stood.</summary>
public sealed class RankingTests : IDisposable
{
    private readonly FashionHistory _history = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smartkart-ranking-tests-");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _history.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void Features_of_the_moment_put_first_what_no_model_without_them_can_know()
    {
        var trained = Run(champion: null);

        var ranked = trained.Models.Single(model => model.Name == "lambdamart");
        trained.Best.ShouldBe(ranked);
        var others = trained.Models.Where(model => model != ranked).Max(model => model.Metrics.Ndcg.Average());
        ranked.Metrics.Ndcg.Average().ShouldBeGreaterThan(1.3 * others);
        trained.Ranker!.Value.Inputs.Features.ShouldBe(["product_sales.purchases_24h", "product_sales.purchases_3d", "product_sales.purchases_30d"]);
    }

    [Fact]
    public void What_is_registered_ranks_again_when_it_is_opened_and_the_next_run_is_held_to_it()
    {
        var registry = new ModelRegistry(_folder.FullName);
        var log = _history.Log();
        var trained = Run(champion: null);
        var version = RecommenderRegistration.Register(registry, Plan(), trained, log.Products, TimeProvider.System, Stop);

        using var champion = RecommenderArtifact.Open(version.Source);
        var ranker = champion.Ranker.ShouldNotBeNull();
        champion.Retrievers.Count.ShouldBe(ranker.Inputs.Retrievers.Count);
        float[] quiet = [0, 0, 10, 0, 0, 20], inFashion = [0, 0, 10, 20, 60, 70];
        var scores = new float[2];
        ranker.Score([.. quiet, .. inFashion], scores);
        scores[1].ShouldBeGreaterThan(scores[0]);

        Run(champion).Champion!.Judged.ShouldBeNull();
    }

    [Theory]
    [InlineData(34), InlineData(37)]        // before the test time, which begins on day 36, and in it
    public void A_champion_is_judged_with_its_ranker_beside_one_that_knew_as_much(int days)
    {
        var log = _history.Log(days);
        var version = RecommenderRegistration.Register(new ModelRegistry(_folder.FullName), Plan(), Run(champion: null, log), log.Products, TimeProvider.System, Stop);
        using var champion = RecommenderArtifact.Open(version.Source);

        var again = Run(champion, plan: Plan() with { Sampled = 60 });        // there are 60, and each model finds 60

        again.Best.Name.ShouldBe("lambdamart");
        var (mine, other) = again.Champion!.Judged.ShouldNotBeNull();
        var unranked = again.Models.Where(model => model != again.Best).Max(model => model.Metrics.Ndcg.Average());
        other.Metrics.Ndcg.Average().ShouldBeGreaterThan(1.3 * unranked);       // by its models alone it would be as far behind as they are
        mine.Metrics.Ndcg.Average().ShouldBeGreaterThan(1.3 * unranked);
        again.Best.Sampled!.Ndcg.ShouldBe(again.Best.Metrics.Ndcg);
        other.Sampled!.Ndcg.ShouldBe(other.Metrics.Ndcg);
    }

    [Fact]
    public void A_seed_gives_the_same_trees() => Run(champion: null).Ranker!.Value.Trees.ShouldBe(Run(champion: null).Ranker!.Value.Trees);

    [Fact]
    public void What_happens_at_the_moment_or_later_has_no_part_in_features()
    {
        var (log, features) = (_history.Log(), RankingFeatures.Of(_history.Source, FashionHistory.Service));
        var cut = RankingCut.Of(log, (log.First + log.Last) / 2, (log.Last - log.First) / 8).ShouldNotBeNull();
        var parallel = new ParallelOptions { CancellationToken = Stop };
        var table = CandidateTable.Of(
            cut, [PopularityTrainer.Train(cut.Seen)], log.Products, user => cut.Seen[user].ToArray(), each: 20, usersMax: 50, seed: 1, parallel);
        var before = features.Read([table], log, Stop)[0];
        before.ShouldContain(value => value > 0);

        var at = DateTimeOffset.UnixEpoch.AddTicks(cut.At * TimeSpan.TicksPerMicrosecond);
        _history.Add("later", Enumerable.Range(0, 500).Select(number => ("user1", $"product{number % 60}", at.AddSeconds(number))));
        features.Read([table], log, Stop)[0].ShouldBe(before);

        _history.Add("earlier", Enumerable.Range(0, 500).Select(number => ("user1", $"product{number % 60}", at.AddSeconds(-1 - number))));
        features.Read([table], log, Stop)[0].ShouldNotBe(before);
    }

    [Fact]
    public void Features_that_are_no_numbers_or_have_no_events_are_left_out_and_told() =>
        RankingFeatures.Of(_history.Source, FashionHistory.Service).LeftOut.ShouldBe(["product_sales.buyers", "user_clicks.clicks_24h"]);

    [Fact]
    public void A_service_of_what_a_user_with_a_product_does_not_have_is_refused() =>
        Should.Throw<RankingException>(() => RankingFeatures.Of(_history.Source, DefinitionSet.Shipped.Service("fraud"))).Message.ShouldContain("card_fingerprint");

    [Fact]
    public void A_history_too_short_for_earlier_lists_gives_no_ranker_and_says_so()
    {
        var said = new List<string>();
        var plan = Plan() with { Validation = 0.45, Test = 0.45 };

        var trained = RecommenderRun.Run(_history.Log(), plan, RankingFeatures.Of(_history.Source, FashionHistory.Service), champion: null, said.Add, cancel: Stop);

        trained.Ranker.ShouldBeNull();
        said.ShouldContain(line => line.Contains("too short to learn an order from"));
    }

    [Fact]
    public void The_fixed_blend_shares_out_what_no_model_plays()
    {
        TunedModel[] tuned =
        [
            Tuned("popularity", 0.9), Tuned("item_knn", 0.2), Tuned("ease", 0.3),
        ];

        FixedBlend.WeightsOf(tuned).ShouldBe([0, 0, 1]);
    }

    private static TunedModel Tuned(string name, double validation) =>
        new(ModelKind.All.Single(kind => kind.Name == name), new Dictionary<string, double>(), 1, validation, new PopularityModel(new float[] { 1 }));

    private TrainedRecommender Run(RecommenderArtifact? champion, InteractionLog? log = null, RecommenderPlan? plan = null) =>
        RecommenderRun.Run(log ?? _history.Log(), plan ?? Plan(), RankingFeatures.Of(_history.Source, FashionHistory.Service), champion, _ => { }, cancel: Stop);

    private static RecommenderPlan Plan() => new()
    {
        Name = "fashion",
        Interactions = [FashionHistory.Lines],
        Models = [Grid("popularity"), Grid("item_knn")],
        Validation = 0.1,
        Test = 0.1,
        Ranking = new RankingPlan { Service = "fashion", Candidates = 60, MinChildWeight = 1 },
        Threads = 1,
    };

    private static ModelGrid Grid(string name) => new(ModelKind.All.Single(kind => kind.Name == name), new Dictionary<string, IReadOnlyList<double>>());
}
