using SmartKart.Scoring.Recommenders;
using SmartKart.Scoring.Registry;
using SmartKart.Training.Interactions;
using SmartKart.Training.Ranking;
using SmartKart.Training.Registry;
using SmartKart.Training.Runs;
using SmartKart.Training.Runs.Splits;
using SmartKart.Training.Texts;

namespace SmartKart.Training.Tests.Runs;

public sealed class RecommenderRunTests : IDisposable
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smartkart-run-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_best_by_validation_is_registered_and_becomes_champion_and_the_next_run_is_held_to_it()
    {
        var log = Log(users: 400);
        var registry = new ModelRegistry(_folder.FullName);
        var said = new List<string>();

        var trained = RecommenderRun.Run(log, Plan(), features: null, champion: null, said.Add, cancel: Stop);
        var version = RecommenderRegistration.Register(registry, Plan(), trained, log.Products, TimeProvider.System, Stop);

        trained.Models.Select(model => model.Name).ShouldBe(["popularity", "item_knn", "ease", "ials", "fixed_blend", "blend"]);
        trained.Best.ShouldBe(trained.Models.MaxBy(model => model.Validation));
        trained.Best.Metrics.Ndcg.Average().ShouldBeGreaterThan(trained.Models[0].Metrics.Ndcg.Average());
        version.Aliases.ShouldBe([ModelAliases.Champion]);
        said.ShouldContain(line => line.StartsWith("ease neighbours 200, regularisation 20"));
        using var champion = RecommenderArtifact.Open(version.Source);
        champion.Catalogue.Count.ShouldBe(log.Products.Count);

        var again = RecommenderRun.Run(log, Plan(), features: null, champion, said.Add, cancel: Stop);
        var next = RecommenderRegistration.Register(registry, Plan(), again, log.Products, TimeProvider.System, Stop);

        again.Champion.ShouldNotBeNull();
        next.Aliases.ShouldBe([ModelAliases.Candidate]);        // on the same history the champion has seen the test
        registry.Find("shop", ModelAliases.Champion, Stop).Version.ShouldBe(1);
    }

    [Fact]
    public void A_model_that_is_to_be_a_candidate_is_one_even_where_there_is_no_champion()
    {
        var (log, registry, plan) = (Log(users: 100), new ModelRegistry(_folder.FullName), Plan() with { Models = [Grid("popularity")], AsCandidate = true });

        var trained = RecommenderRun.Run(log, plan, features: null, champion: null, _ => { }, cancel: Stop);

        trained.IsPromotable.ShouldBeTrue();
        RecommenderRegistration.Register(registry, plan, trained, log.Products, TimeProvider.System, Stop).Aliases.ShouldBe([ModelAliases.Candidate]);
    }

    [Fact]
    public void A_seed_gives_the_same_figures()
    {
        var log = Log(users: 200);

        double[] Figures() => [.. RecommenderRun.Run(log, Plan(), features: null, champion: null, _ => { }).Models.Select(model => model.Metrics.Ndcg.Average())];

        Figures().ShouldBe(Figures());
    }

    [Fact]
    public void A_run_leaves_what_MLflow_reads_and_a_report()
    {
        var log = Log(users: 200);
        var trained = RecommenderRun.Run(log, Plan(), features: null, champion: null, _ => { }, cancel: Stop);
        var version = RecommenderRegistration.Register(new ModelRegistry(_folder.FullName), Plan(), trained, log.Products, TimeProvider.System, Stop);

        var run = Path.GetFullPath(Path.Combine(version.Source, "..", ".."));
        File.ReadAllText(Path.Combine(run, "meta.yaml")).ShouldContain("status: 3");
        File.ReadAllText(Path.Combine(run, "params", "model")).ShouldBe(trained.Best.Name);
        double.Parse(File.ReadAllText(Path.Combine(run, "metrics", "ndcg")).Split(' ')[1]).ShouldBe(trained.Best.Metrics.Ndcg.Average());
        File.ReadAllText(Path.Combine(run, "artifacts", "report.md")).ShouldContain("| popularity |");
        File.ReadAllText(Path.Combine(run, "artifacts", "report.html")).ShouldContain("<svg");
        foreach (var report in new[] { "report.md", "report.html" })
        {
            var text = File.ReadAllText(Path.Combine(run, "artifacts", report));
            foreach (var segment in trained.Best.Segments) text.ShouldContain($"{segment.Name}, ");
        }
        var tail = trained.Models[0].Segments.Single(segment => segment.Name == "tail").Recall!.Value;
        double Noted(string name) => double.Parse(File.ReadAllText(Path.Combine(run, "metrics", name)).Split(' ')[1]);
        (Noted("popularity.recall_tail"), Noted("popularity.recall_tail_low"), Noted("popularity.recall_tail_high")).ShouldBe((tail.Mean, tail.Low, tail.High));
        Noted("popularity.popularity").ShouldBeGreaterThan(trained.Summary.Popularity);       // the most popular is above what users have
        Noted("diversity").ShouldBe(trained.Best.Diversity);
    }

    [Fact]
    public void A_run_that_was_stopped_goes_on_with_what_it_had_tried_and_chooses_the_same()
    {
        var (log, path) = (Log(users: 200), Path.Combine(_folder.FullName, "journal", "shop.jsonl"));
        var whole = RecommenderRun.Run(log, Plan(), features: null, champion: null, _ => { }, cancel: Stop);

        // Stopped while the third combination is told, and a line cut off as by a crash.
        var stop = new CancellationTokenSource();
        var told = 0;
        Should.Throw<OperationCanceledException>(() => RecommenderRun.Run(
            log, Plan(), features: null, champion: null, _ => { if (++told == 3) stop.Cancel(); }, TuningJournal.Open(path, log, Plan()), stop.Token));
        File.AppendAllText(path, "\n{\"run\":\"");

        var (said, journal) = (new List<string>(), TuningJournal.Open(path, log, Plan()));
        journal.Count.ShouldBe(3);
        var again = RecommenderRun.Run(log, Plan(), features: null, champion: null, said.Add, journal, Stop);

        said.Count(line => line.EndsWith("from the run that was stopped")).ShouldBe(3);
        again.Models.Select(model => model.Metrics.Ndcg.Average()).ShouldBe(whole.Models.Select(model => model.Metrics.Ndcg.Average()));
        again.Best.Name.ShouldBe(whole.Best.Name);
        TuningJournal.Open(path, Log(users: 201), Plan()).Count.ShouldBe(0);        // of another history nothing is known
        TuningJournal.Open(path, log, Plan() with { Seed = 2 }).Count.ShouldBe(0);
    }

    [Fact]
    public void A_history_whose_end_holds_nothing_new_is_told()
    {
        var log = InteractionLog.Of([("a", "x", 1), ("a", "y", 2), ("b", "x", 3), ("b", "y", 4), ("b", "y", 100)], 1, 1);

        Should.Throw<InteractionException>(() => RecommenderRun.Run(log, Plan(), features: null, champion: null, _ => { })).Message.ShouldContain("longer history");
    }

    [Theory]
    [InlineData(SplitKind.Ratio, "split by chance"), InlineData(SplitKind.LeaveOneOut, "last product was left out")]
    public void A_run_judges_by_the_split_that_its_plan_names_and_says_so(SplitKind split, string told)
    {
        var log = Log(users: 300);
        var plan = Plan() with { Split = split };

        var trained = RecommenderRun.Run(log, plan, features: null, champion: null, _ => { }, cancel: Stop);
        var version = RecommenderRegistration.Register(new ModelRegistry(_folder.FullName), plan, trained, log.Products, TimeProvider.System, Stop);

        trained.Best.Metrics.Ndcg.Average().ShouldBeGreaterThan(1.2 * trained.Models[0].Metrics.Ndcg.Average());
        (trained.Summary.Split, trained.Summary.TestFrom).ShouldBe((split.Name(), null));
        trained.Best.Metrics.Users.Length.ShouldBeGreaterThan(250);     // most users are judged, of whom by time few come back
        RecommenderReport.Markdown(plan, trained).ShouldContain(told);
        RecommenderReport.Html(plan, trained).ShouldContain(told);
        File.ReadAllText(Path.Combine(version.Source, "..", "..", "params", "split")).ShouldBe(split.Name());
    }

    [Fact]
    public void Figures_among_products_by_chance_are_told_beside_the_others_with_a_warning_and_choose_nothing()
    {
        var log = Log(users: 200);
        var without = RecommenderRun.Run(log, Plan(), features: null, champion: null, _ => { }, cancel: Stop);
        var plan = Plan() with { Sampled = 15 };

        var trained = RecommenderRun.Run(log, plan, features: null, champion: null, _ => { }, cancel: Stop);
        var version = RecommenderRegistration.Register(new ModelRegistry(_folder.FullName), plan, trained, log.Products, TimeProvider.System, Stop);

        trained.Best.Name.ShouldBe(without.Best.Name);
        without.Models.ShouldAllBe(model => model.Sampled == null);
        trained.Models.ShouldAllBe(model => model.Sampled!.Ndcg.Average() > model.Metrics.Ndcg.Average());
        RecommenderReport.Markdown(plan, trained).ShouldContain("Krichene");
        RecommenderReport.Html(plan, trained).ShouldContain("Krichene");
        RecommenderReport.Markdown(Plan(), without).ShouldNotContain("Krichene");
        var metrics = Path.Combine(version.Source, "..", "..", "metrics");
        double.Parse(File.ReadAllText(Path.Combine(metrics, "sampled_ndcg")).Split(' ')[1]).ShouldBe(trained.Best.Sampled!.Ndcg.Average());
    }

    [Fact]
    public void A_ranker_without_moments_is_refused_before_anything_is_trained() =>
        Should.Throw<ArgumentException>(() => RecommenderRun.Run(
            Log(users: 50), Plan() with { Split = SplitKind.Ratio, Ranking = new RankingPlan() }, features: null, champion: null,
            line => throw new InvalidOperationException(line))).Message.ShouldContain("Split by time");

    [Fact]
    public void A_model_that_does_not_fit_into_memory_is_told_before_anything_is_trained()
    {
        var kind = ModelKind.All.Single(each => each.Name == "ials");
        var plan = Plan() with { Models = [new ModelGrid(kind, new Dictionary<string, IReadOnlyList<double>> { ["factors"] = [1e12] })] };

        Should.Throw<TrainingMemoryException>(() => RecommenderRun.Run(Log(users: 50), plan, features: null, champion: null, line => throw new InvalidOperationException(line)));
    }

    [Fact]
    public void Models_of_products_texts_are_trained_judged_and_served()
    {
        var log = Log(users: 300, hasTexts: true);
        foreach (var name in new[] { "content", "content_projection", "warp", "popularity_decayed" })
        {
            var plan = Plan() with { Models = [name == "warp" ? Grid(name, ("factors", [8]), ("epochs", [5])) : Grid(name)], Blend = false };
            var trained = RecommenderRun.Run(log, plan, features: null, champion: null, _ => { }, cancel: Stop);
            var version = RecommenderRegistration.Register(new ModelRegistry(_folder.FullName), plan, trained, log.Products, TimeProvider.System, Stop);

            using var served = RecommenderArtifact.Open(version.Source);
            var offered = served.Recommend([log.Products[0], log.Products[1]], 5);

            trained.Best.Name.ShouldBe(name);
            offered.Count.ShouldBe(5);
            offered[0].Reasons.Any().ShouldBe(name != "popularity_decayed");
        }
    }

    [Fact]
    public void A_model_of_texts_without_any_is_told_before_anything_is_trained()
    {
        var plan = Plan() with { Models = [Grid("popularity"), Grid("content")] };

        Should.Throw<InteractionException>(() => RecommenderRun.Run(Log(users: 50), plan, features: null, champion: null, line => throw new InvalidOperationException(line)))
            .Message.ShouldContain("product_upserted");
    }

    [Fact]
    public void The_fixed_blends_neural_and_bandit_parts_are_played_and_what_blends_is_served()
    {
        var log = Log(users: 300, hasTexts: true);
        var random = new Random(5);
        log = log.With(Enumerable.Range(0, 20_000).Select(at =>
        {
            var item = random.Next(log.Products.Count);
            return new Impression(at * 50, item, random.Next(5), random.Next(100) < item % 10);
        }));
        var plan = Plan() with { Models = [Grid("item_knn"), Grid("content"), Grid("deepfm", ("epochs", [2]), ("examples", [20_000])), Grid("bandit")] };

        var trained = RecommenderRun.Run(log, plan, features: null, champion: null, _ => { }, cancel: Stop);

        trained.Models.Select(model => model.Name).ShouldBe(["item_knn", "content", "deepfm", "bandit", "fixed_blend", "blend"]);
        trained.Models[4].Parameters.Values.ShouldBe([0.35, 0.3, 0.25, 0.1], tolerance: 1e-6);
        var (registry, parts) = (new ModelRegistry(_folder.FullName), plan.Models.Select(grid => (
            grid.Kind.Train(log.InputBetween(log.First, log.Last + 1), grid.Points().First(), 2, 1, Stop), 0.25f)));
        var blended = trained with { Model = new BlendModel([.. parts]) };
        var version = RecommenderRegistration.Register(registry, plan, blended, log.Products, TimeProvider.System, Stop);
        using var served = RecommenderArtifact.Open(version.Source);
        served.Retrievers.Count.ShouldBe(4);
        served.Recommend([log.Products[0], log.Products[1]], 5).ShouldAllBe(offered => offered.Reasons.Count > 0);
    }

    [Fact]
    public void A_bandit_without_impressions_before_the_validation_time_is_told_before_anything_is_trained()
    {
        var plan = Plan() with { Models = [Grid("popularity"), Grid("bandit")] };
        var log = Log(users: 50);
        foreach (var without in new[] { log, log.With([new Impression(log.Last, 0, 0, false)]) })
        {
            Should.Throw<InteractionException>(() => RecommenderRun.Run(
                    without, plan, features: null, champion: null, line => throw new InvalidOperationException(line)))
                .Message.ShouldContain("take bandit out");
        }
    }

    private static RecommenderPlan Plan() => new()
    {
        Name = "shop",
        Interactions = [new InteractionSource("order_placed", "lines", [])],
        Models =
        [
            Grid("popularity"), Grid("item_knn"), Grid("ease", ("regularisation", [20, 100])), Grid("ials", ("factors", [8]), ("epochs", [4])),
        ],
    };

    private static ModelGrid Grid(string name, params (string Name, double[] Values)[] values) =>
        new(ModelKind.All.Single(kind => kind.Name == name), values.ToDictionary(each => each.Name, IReadOnlyList<double> (each) => each.Values));

    private static InteractionLog Log(int users, bool hasTexts = false)
    {
        var seen = Marketplace.Of(users, 60);
        var random = new Random(9);
        var rows = new List<(string, string, long)>();
        for (var user = 0; user < users; user++)
        {
            foreach (var item in seen[user]) rows.Add(($"user{user}", $"product{item}", random.Next(1_000_000)));
        }
        var texts = Enumerable.Range(0, 60).ToDictionary(item => $"product{item}", item => new ProductText($"thing {item % 7} of {item % 5}", null, null, [$"group{item % 5}"]));
        return InteractionLog.Of(rows, 2, 2, hasTexts ? texts : null);
    }
}
