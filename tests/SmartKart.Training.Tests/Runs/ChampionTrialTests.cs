using SmartKart.Scoring.Recommenders;
using SmartKart.Scoring.Registry;
using SmartKart.Training.Interactions;
using SmartKart.Training.Registry;
using SmartKart.Training.Runs;
using SmartKart.Training.Runs.Judging;
using SmartKart.Training.Runs.Splits;

namespace SmartKart.Training.Tests.Runs;

/// <summary>A new model and the champion are held to what the champion can't have seen.</summary>
public sealed class ChampionTrialTests : IDisposable
{
    private const int Users = 400, Items = 60;
    private const long Span = 1_000_000;

    private static readonly IReadOnlyList<(string User, string Product, long At)> Rows = MadeUp();

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smartkart-champion-");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(SplitKind.Time), InlineData(SplitKind.Ratio), InlineData(SplitKind.LeaveOneOut)]
    public void On_the_same_history_nothing_tells_which_is_better_so_the_new_version_is_a_candidate_and_says_what_to_do(SplitKind split)
    {
        var (registry, said) = (new ModelRegistry(_folder.FullName), new List<string>());
        var plan = Plan() with { Split = split };
        using var champion = Champion(registry, until: Span, plan);

        var trained = RecommenderRun.Run(LogUntil(Span), plan, features: null, champion, said.Add, cancel: Stop);
        var version = RecommenderRegistration.Register(registry, plan, trained, LogUntil(Span).Products, TimeProvider.System, Stop);

        var comparison = trained.Champion.ShouldNotBeNull();
        (comparison.Users, comparison.Judged, trained.OverChampion, trained.IsPromotable).ShouldBe((0, null, null, false));
        comparison.Told.ShouldContain("has seen the test to there; only 0 users");
        comparison.Told.ShouldContain("smartkart models promote");
        said.ShouldContain(line => line.Contains("has seen the test"));
        version.Aliases.ShouldBe([ModelAliases.Candidate]);
        registry.Find("shop", ModelAliases.Champion, Stop).Version.ShouldBe(1);
        RecommenderReport.Markdown(plan, trained).ShouldContain(comparison.Told);
        RecommenderReport.Html(plan, trained).ShouldContain("has seen the test");
        Directory.GetFiles(Path.Combine(version.Source, "..", "..", "metrics"), "*champion*").Select(Path.GetFileName).ShouldBe(["champion_users"]);
    }

    [Theory]
    [InlineData(SplitKind.Time), InlineData(SplitKind.Ratio)]
    public void Where_the_history_grew_the_champions_own_settings_are_neither_better_nor_worse(SplitKind split)
    {
        var (registry, said, plan) = (new ModelRegistry(_folder.FullName), new List<string>(), Plan() with { Split = split, Sampled = 10 });
        using var champion = Champion(registry, until: Span * 93 / 100, plan);

        var trained = RecommenderRun.Run(LogUntil(Span), plan, features: null, champion, said.Add, cancel: Stop);
        var version = RecommenderRegistration.Register(registry, plan, trained, LogUntil(Span).Products, TimeProvider.System, Stop);

        var comparison = trained.Champion.ShouldNotBeNull();
        comparison.From.ShouldBe(comparison.TrainedUntil!.Value.AddMicroseconds(1));
        var (mine, other) = comparison.Judged.ShouldNotBeNull();
        mine.Metrics.Ndcg.ShouldBe(other.Metrics.Ndcg);         // user by user: the same recipe on as much
        mine.Sampled!.Ndcg.ShouldBe(other.Sampled!.Ndcg);
        mine.Segments.ShouldBe(other.Segments);
        (mine.Metrics.Users.Length, trained.OverChampion!.Value.Mean).ShouldBe((comparison.Users, 0));
        mine.Metrics.Ndcg.Average().ShouldBeGreaterThan(0);
        said.ShouldContain(line => line.StartsWith("training item_knn until "));
        trained.IsPromotable.ShouldBeTrue();
        version.Aliases.ShouldBe([ModelAliases.Champion]);
        RecommenderReport.Markdown(plan, trained).ShouldContain("| champion |");
        double Noted(string name) => double.Parse(File.ReadAllText(Path.Combine(version.Source, "..", "..", "metrics", name)).Split(' ')[1]);
        (Noted("champion.ndcg"), Noted("beside_champion.sampled_ndcg")).ShouldBe((other.Metrics.Ndcg.Average(), mine.Sampled.Ndcg.Average()));
    }

    [Fact]
    public void A_champion_older_than_the_test_is_held_to_all_of_it_and_that_it_is_old_counts()
    {
        var registry = new ModelRegistry(_folder.FullName);
        using var champion = Champion(registry, until: Span / 20, Plan() with { Models = [Grid("popularity")] });

        var trained = RecommenderRun.Run(LogUntil(Span), Plan(), features: null, champion, _ => { }, cancel: Stop);

        var comparison = trained.Champion.ShouldNotBeNull();
        comparison.From.ShouldBe(trained.Summary.TestFrom);
        comparison.Judged!.Value.New.ShouldBeSameAs(trained.Best);
        trained.OverChampion!.Value.Low.ShouldBeGreaterThan(0);
        comparison.Told.ShouldNotContain("for this");
    }

    [Fact]
    public void Too_few_users_after_the_champions_end_decide_nothing()
    {
        var registry = new ModelRegistry(_folder.FullName);
        using var champion = Champion(registry, until: Span * 998 / 1000, Plan());

        var comparison = RecommenderRun.Run(LogUntil(Span), Plan(), features: null, champion, _ => { }, cancel: Stop).Champion.ShouldNotBeNull();

        comparison.Users.ShouldBeInRange(1, ChampionTrial.UsersMin - 1);
        comparison.Judged.ShouldBeNull();
        comparison.Told.ShouldContain($"only {comparison.Users} users");
    }

    [Fact]
    public void A_champion_that_does_not_say_what_it_was_trained_on_is_not_judged()
    {
        var log = LogUntil(Span);
        var trained = RecommenderRun.Run(log, Plan(), features: null, champion: null, _ => { }, cancel: Stop);
        var folder = Path.Combine(_folder.FullName, "unsaid");
        RecommenderArtifact.Write(folder, trained.Model, log.Products, trained.Samples, new Dictionary<string, string>());
        using var champion = RecommenderArtifact.Open(folder);

        var again = RecommenderRun.Run(log, Plan(), features: null, champion, _ => { }, cancel: Stop);

        again.IsPromotable.ShouldBeFalse();
        again.Champion!.Told.ShouldContain("has no trained_until");
    }

    private static RecommenderArtifact Champion(ModelRegistry registry, long until, RecommenderPlan plan)
    {
        var log = LogUntil(until);
        var trained = RecommenderRun.Run(log, plan, features: null, champion: null, _ => { }, cancel: Stop);
        var version = RecommenderRegistration.Register(registry, plan, trained, log.Products, TimeProvider.System, Stop);
        version.Aliases.ShouldBe([ModelAliases.Champion]);
        return RecommenderArtifact.Open(version.Source);
    }

    private static InteractionLog LogUntil(long at) => InteractionLog.Of([.. Rows.Where(row => row.At <= at)], 2, 1);

    private static RecommenderPlan Plan() => new()
    {
        Name = "shop", Interactions = [new InteractionSource("order_placed", "lines", [])], Models = [Grid("item_knn")], Blend = false, MinPerProduct = 1,
    };

    private static ModelGrid Grid(string name) => new(ModelKind.All.Single(kind => kind.Name == name), new Dictionary<string, IReadOnlyList<double>>());

    // Everybody has two products at once at the beginning, so that whenever a log ends the same users are in it.
    private static List<(string User, string Product, long At)> MadeUp()
    {
        var (seen, random, rows) = (Marketplace.Of(Users, Items), new Random(9), new List<(string, string, long)>());
        for (var user = 0; user < Users; user++)
        {
            foreach (var (place, item) in seen[user].ToArray().Index()) rows.Add(($"user{user}", $"product{item}", place < 2 ? user : random.NextInt64(Span)));
        }
        return rows;
    }
}
