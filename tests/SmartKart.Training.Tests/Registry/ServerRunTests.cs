using SmartKart.Scoring.Recommenders;
using SmartKart.Scoring.Registry;
using SmartKart.Scoring.Tests.Registry.Server;
using SmartKart.Training.Interactions;
using SmartKart.Training.Registry;
using SmartKart.Training.Runs;

namespace SmartKart.Training.Tests.Registry;

/// <summary>Runs at a tracking server: what it has of one that went well, and of one that failed half-way.</summary>
public sealed class ServerRunTests : IAsyncLifetime
{
    private const string Put = "PUT artifact";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smartkart-mlflow-");
    private LocalMlflow _local = null!;     // as soon as the test is
    private TrackingServer _server = null!;
    private MlflowRegistry _registry = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _local = await LocalMlflow.StartAsync();
        var options = new MlflowOptions { TrackingUri = _local.Url, CacheDirectory = _folder.FullName, MaxRetries = 1, RetryDelay = TimeSpan.FromMilliseconds(1) };
        _server = new TrackingServer(options);
        _registry = new MlflowRegistry(_server, options);
    }

    public async ValueTask DisposeAsync()
    {
        _server.Dispose();
        await _local.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void A_run_sends_what_it_noted_in_batches_and_what_it_made_file_by_file()
    {
        string artifacts;
        using (var run = Begin())
        {
            artifacts = run.Artifacts;
            for (var at = 0; at < 250; at++) run.Parameter($"parameter{at}", $"{at}");
            for (var at = 0; at < 2300; at++) run.Metric($"metric{at}", at / 4.0);
            run.Metric("undefined", double.NaN);
            run.Tag("who", "ada");
            Directory.CreateDirectory(Path.Combine(run.Artifacts, "model", "deep"));
            File.WriteAllText(Path.Combine(run.Artifacts, "report.md"), "good");
            File.WriteAllText(Path.Combine(run.Artifacts, "model", "deep", "a b.txt"), "x");
            run.SourceOf("model").ShouldBe($"mlflow-artifacts:/shop/{run.Id}/artifacts/model");
            run.Finish(Stop);
        }

        var kept = _local.State.Runs.Values.Single();
        (kept.Status, kept.Experiment).ShouldBe(("FINISHED", "shop"));
        (kept.Parameters.Count, kept.Metrics.Count, kept.Tags["who"]).ShouldBe((250, 2301, "ada"));
        kept.Metrics["metric3"].ShouldBe(0.75);
        kept.Metrics["undefined"].ShouldBe(double.NaN);
        _local.AskedFor("POST runs/log-batch").ShouldBe(3 + 3 + 1);
        _local.State.Artifacts.Keys.Order().ShouldBe([$"{kept.Root}/model/deep/a b.txt", $"{kept.Root}/report.md"]);
        Directory.Exists(artifacts).ShouldBeFalse();
    }

    [Fact]
    public void Runs_of_a_model_are_of_one_experiment_also_where_an_answer_was_lost()
    {
        _local.LoseAnswer("POST experiments/create");
        using (var first = Begin()) first.Finish(Stop);
        using (var second = Begin()) second.Finish(Stop);

        _local.State.Runs.Values.Select(run => (run.Experiment, run.Status)).ShouldBe([("shop", "FINISHED"), ("shop", "FINISHED")]);
        _local.AskedFor("POST experiments/create").ShouldBe(2);
    }

    [Fact]
    public void A_run_that_is_left_failed()
    {
        Should.Throw<InvalidOperationException>(() =>
        {
            using var run = Begin();
            throw new InvalidOperationException("training");
        });

        _local.State.Runs.Values.Single().Status.ShouldBe("FAILED");
    }

    [Fact]
    public void An_upload_that_fails_half_way_leaves_a_failed_run_and_nothing_registered()
    {
        _local.Pass(Put);
        _local.Fail(Put, 507);
        _local.Fail(Put, 507);

        var fault = Should.Throw<TrackingServerException>(() => Register(out _));

        fault.Message.ShouldContain($"{_local.Url} did not store mlflow-artifacts:/shop/");
        _local.State.Runs.Values.Single().Status.ShouldBe("FAILED");
        _local.State.Artifacts.Count.ShouldBe(1);
        _local.State.Models.ShouldBeEmpty();
    }

    [Fact]
    public void A_version_that_is_not_taken_leaves_a_failed_run()
    {
        _local.Fail("POST model-versions/create", 403, """{"error_code": "PERMISSION_DENIED", "message": "Not yours"}""");

        Should.Throw<TrackingServerException>(() => Register(out _)).Message.ShouldContain("did not register a version of the model shop: Not yours");

        _local.State.Runs.Values.Single().Status.ShouldBe("FAILED");
        _registry.Versions("shop", Stop).ShouldBeEmpty();
    }

    [Fact]
    public void A_server_that_is_gone_is_told_by_the_fault_that_came_first()
    {
        _local.Fail(Put, 400, """{"error_code": "BAD_REQUEST", "message": "The disk is full"}""");
        _local.Fail("POST runs/update", 403, "");

        Should.Throw<TrackingServerException>(() => Register(out _)).Message.ShouldContain("The disk is full");
        _local.State.Runs.Values.Single().Status.ShouldBe("RUNNING");
    }

    [Fact]
    public void A_recommender_is_logged_registered_and_served()
    {
        var version = Register(out var trained);
        var next = Register(out var again);

        (version.Version, version.Aliases.Single()).ShouldBe((1, ModelAliases.Champion));
        var run = _local.State.Runs[version.RunId];
        (run.Status, run.Parameters["model"], run.Metrics["ndcg"]).ShouldBe(("FINISHED", "popularity", trained.Best.Metrics.Ndcg.Average()));
        _registry.MetricsOf(version, Stop)["ndcg"].ShouldBe(trained.Best.Metrics.Ndcg.Average());
        _local.State.Artifacts.Keys.ShouldContain($"{run.Root}/report.html");
        next.Version.ShouldBe(2);
        again.IsPromotable.ShouldBeTrue();
        _registry.Find("shop", ModelAliases.Previous, Stop).Version.ShouldBe(1);
        using var served = RecommenderArtifact.Open(_registry.ArtifactsOf(_registry.Find("shop", ModelAliases.Champion, Stop), Stop));
        served.Recommend([], 3).Count.ShouldBe(3);
    }

    private ITrackedRun Begin() => ITrackedRun.Begin(_registry, "shop", TimeProvider.System, Stop);

    private ModelVersion Register(out TrainedRecommender trained)
    {
        var plan = new RecommenderPlan
        {
            Name = "shop", Interactions = [new InteractionSource("order_placed", "lines", [])], Blend = false,
            Models = [new ModelGrid(ModelKind.All.Single(kind => kind.Name == "popularity"), new Dictionary<string, IReadOnlyList<double>>())],
        };
        var (seen, random) = (Marketplace.Of(100, 60), new Random(9));
        (string, string, long)[] rows =
            [.. Enumerable.Range(0, 100).SelectMany(user => seen[user].ToArray().Select(item => ($"user{user}", $"product{item}", (long)random.Next(1_000_000))))];
        var log = InteractionLog.Of(rows, 2, 2);
        trained = RecommenderRun.Run(log, plan, features: null, champion: null, _ => { }, cancel: Stop);
        return RecommenderRegistration.Register(_registry, plan, trained, log.Products, TimeProvider.System, Stop);
    }
}
