using System.Text;
using SmartKart.Scoring.Registry;
using SmartKart.Scoring.Tests.Registry.Server;

namespace SmartKart.Scoring.Tests.Registry;

/// <summary>The contract over a tracking server, and what only a server can do: pages, a cache, artifacts that lie elsewhere.</summary>
public sealed class MlflowRegistryTests : ModelRegistryContract, IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smartkart-mlflow-");
    private LocalMlflow _local = null!;     // as soon as the test is
    private TrackingServer _server = null!;
    private MlflowRegistry _registry = null!;

    protected override IModelRegistry Registry => _registry;

    public async ValueTask InitializeAsync()
    {
        _local = await LocalMlflow.StartAsync();
        var options = new MlflowOptions { TrackingUri = _local.Url, CacheDirectory = _folder.FullName, PageSize = 2, MaxRetries = 0 };
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
    public void All_pages_of_models_and_versions_are_read()
    {
        var run = GivenRun("1");
        foreach (var name in new[] { "e", "d", "c", "b", "a" }) Registry.Register(name, run.Id, run.Source, "x", Now, Stop);
        for (var version = 2; version <= 5; version++) Registry.Register("c", run.Id, run.Source, "x", Now, Stop);

        Registry.Names(Stop).ShouldBe(["a", "b", "c", "d", "e"]);
        Registry.Versions("c", Stop).Select(version => version.Version).ShouldBe([5, 4, 3, 2, 1]);
        _local.AskedFor("GET registered-models/search").ShouldBe(3);
        _local.AskedFor("GET model-versions/search").ShouldBe(3);
    }

    [Fact]
    public void Artifacts_are_downloaded_once_and_again_when_they_were_damaged_here()
    {
        var run = GivenRun("one");
        var version = Registry.Register("shop", run.Id, run.Source, "x", Now, Stop);

        var folder = Registry.ArtifactsOf(version, Stop);
        Registry.ArtifactsOf(version, Stop).ShouldBe(folder);
        _local.AskedFor("GET artifact").ShouldBe(2);        // MLmodel and its one file

        File.WriteAllText(Path.Combine(folder, "content.txt"), "eno");
        Registry.ArtifactsOf(version, Stop).ShouldBe(folder);
        _local.AskedFor("GET artifact").ShouldBe(4);
        File.ReadAllText(Path.Combine(folder, "content.txt")).ShouldBe("one");
    }

    [Fact]
    public void What_was_refused_leaves_nothing_behind_and_names_server_version_and_file()
    {
        var run = GivenRun("two");
        var version = Registry.Register("shop", run.Id, run.Source, "x", Now, Stop);
        Change(run, "owt");

        var refused = Should.Throw<RegistryException>(() => Registry.ArtifactsOf(version, Stop));

        refused.Message.ShouldContain($"shop version 1 at {_local.Url}");
        refused.Message.ShouldContain("content.txt");
        _folder.EnumerateFileSystemInfos().ShouldBeEmpty();
    }

    [Fact]
    public void An_artifact_that_is_gone_is_told()
    {
        var run = GivenRun("two");
        var version = Registry.Register("shop", run.Id, run.Source, "x", Now, Stop);
        _local.State.Artifacts.Clear();

        Should.Throw<TrackingServerException>(() => Registry.ArtifactsOf(version, Stop)).Message.ShouldContain("MLmodel not found");
        _folder.EnumerateFileSystemInfos().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("../content.txt")]
    [InlineData("MLmodel")]
    public void A_file_outside_its_folder_is_not_written(string name)
    {
        var run = GivenRun("two");
        var version = Registry.Register("shop", run.Id, run.Source, "x", Now, Stop);
        var path = $"{_local.State.Runs[run.Id].Root}/model/MLmodel";
        _local.State.Artifacts[path] = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(_local.State.Artifacts[path]).Replace("content.txt", name, StringComparison.Ordinal));

        Should.Throw<RegistryException>(() => Registry.ArtifactsOf(version, Stop));
        _folder.EnumerateFileSystemInfos().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("s3://bucket/1/model")]
    [InlineData("/srv/mlruns/1/model")]
    [InlineData("http://127.0.0.1:1/api/2.0/mlflow-artifacts/artifacts/1/model")]
    [InlineData("mlflow-artifacts://elsewhere/1/model")]
    public void Artifacts_that_the_server_does_not_serve_are_told_with_a_remedy(string uri)
    {
        var run = GivenRun("two");
        var version = Registry.Register("shop", run.Id, run.Source, "x", Now, Stop);
        _local.State.DownloadUri = uri;

        Should.Throw<RegistryException>(() => Registry.ArtifactsOf(version, Stop)).Message.ShouldContain("--serve-artifacts");
    }

    [Fact]
    public void Artifacts_may_be_named_by_the_servers_whole_address()
    {
        var run = GivenRun("two");
        var version = Registry.Register("shop", run.Id, run.Source, "x", Now, Stop);
        _local.State.DownloadUri = $"{_local.Url}api/2.0/mlflow-artifacts/artifacts/{_local.State.Runs[run.Id].Root}/model";

        File.Exists(Path.Combine(Registry.ArtifactsOf(version, Stop), "content.txt")).ShouldBeTrue();
    }

    protected override (string Id, string Source) GivenRun(string content, params (string Name, double Value)[] metrics)
    {
        var run = new MlflowState.Run(Guid.NewGuid().ToString("N"), "0") { Status = "FINISHED" };
        _local.State.Runs.Add(run.Id, run);
        foreach (var (name, value) in metrics) run.Metrics[name] = value;
        var folder = Directory.CreateTempSubdirectory("smartkart-thing-");
        RegisteredThing.Write(folder.FullName, content);
        foreach (var file in folder.EnumerateFiles()) _local.State.Artifacts[$"{run.Root}/model/{file.Name}"] = File.ReadAllBytes(file.FullName);
        folder.Delete(recursive: true);
        return (run.Id, $"{run.ArtifactUri}/model");
    }

    protected override void Change((string Id, string Source) run, string content) =>
        _local.State.Artifacts[$"{_local.State.Runs[run.Id].Root}/model/content.txt"] = Encoding.UTF8.GetBytes(content);

    protected override void Forget((string Id, string Source) run) => _local.State.Runs.Remove(run.Id);
}
