using SmartKart.Scoring.Registry;

namespace SmartKart.Training.Registry;

/// <summary>
/// A training run at an MLflow tracking server. Notes are kept here until the run is finished; then they are sent in batches, and the artifacts file by file,
/// through the server. What fails on the way leaves the run FAILED.
/// </summary>
internal sealed class ServerRun : ITrackedRun
{
    // What runs/log-batch takes at once: mlflow.org/docs/latest/rest-api.html, "Log Batch", request limits.
    private const int ParametersMax = 100, MetricsMax = 1000, TagsMax = 100;

    private static readonly TimeSpan FailureTimeout = TimeSpan.FromSeconds(10);      // someone waits to hear of the first fault

    private readonly TrackingServer _server;
    private readonly TimeProvider _clock;
    private readonly string _uri;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smartkart-run-");
    private readonly List<NoteBody> _parameters = [], _tags = [];
    private readonly List<MetricNoteBody> _metrics = [];
    private bool _isOver;

    private ServerRun(TrackingServer server, TimeProvider clock, string id, string uri) =>
        (_server, _clock, Id, _uri) = (server, clock, id, uri.TrimEnd('/'));

    /// <inheritdoc />
    public string Id { get; }

    /// <inheritdoc />
    public string Artifacts => _folder.FullName;

    /// <summary>Begins a run of an experiment, which is made if it is new.</summary>
    public static ServerRun Begin(TrackingServer server, string experiment, TimeProvider clock, CancellationToken cancel)
    {
        var body = new
        {
            ExperimentId = ServerExperiment.IdOf(server, experiment, cancel),
            UserId = Environment.UserName,
            StartTime = clock.GetUtcNow().ToUnixTimeMilliseconds(),
            Tags = (NoteBody[])[new("mlflow.source.name", "smartkart train"), new("mlflow.source.type", "LOCAL"), new("mlflow.user", Environment.UserName)],
        };
        var info = server.Post<RunAnswer>("runs/create", $"begin a run of the experiment {experiment}", body, isRepeatable: false, cancel).Run.Info;
        return new ServerRun(server, clock, info.RunId, info.ArtifactUri);
    }

    /// <inheritdoc />
    public string SourceOf(string folder) => $"{_uri}/{folder}";

    /// <inheritdoc />
    public void Parameter(string name, string value) => _parameters.Add(new NoteBody(name, value));

    /// <inheritdoc />
    public void Metric(string name, double value) => _metrics.Add(new MetricNoteBody(name, value, _clock.GetUtcNow().ToUnixTimeMilliseconds(), 0));

    /// <inheritdoc />
    public void Tag(string name, string value) => _tags.Add(new NoteBody(name, value));

    /// <inheritdoc />
    public void Finish(CancellationToken cancel)
    {
        foreach (var batch in _parameters.Chunk(ParametersMax)) Log(new { RunId = Id, Params = batch }, cancel);
        foreach (var batch in _metrics.Chunk(MetricsMax)) Log(new { RunId = Id, Metrics = batch }, cancel);
        foreach (var batch in _tags.Chunk(TagsMax)) Log(new { RunId = Id, Tags = batch }, cancel);
        foreach (var file in _folder.EnumerateFiles("*", SearchOption.AllDirectories).Select(each => each.FullName).Order(StringComparer.Ordinal))
            _server.Upload(file, SourceOf(Path.GetRelativePath(Artifacts, file).Replace(Path.DirectorySeparatorChar, '/')), cancel);
        End("FINISHED", cancel);
    }

    /// <inheritdoc />
    public void Fail()
    {
        using var soon = new CancellationTokenSource(FailureTimeout);
        try
        {
            End("FAILED", soon.Token);
        }
        catch (Exception fault) when (fault is RegistryException or OperationCanceledException)
        {
            // The server can't be told, so it shows the run as running. The fault that led here is thrown on, and says more than this one.
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (!_isOver) Fail();
        _folder.Delete(recursive: true);
    }

    private void Log(object batch, CancellationToken cancel) =>
        _server.Post<EmptyAnswer>("runs/log-batch", $"note what the run {Id} told", batch, isRepeatable: true, cancel);

    private void End(string status, CancellationToken cancel)
    {
        var body = new { RunId = Id, Status = status, EndTime = _clock.GetUtcNow().ToUnixTimeMilliseconds() };
        _server.Post<EmptyAnswer>("runs/update", $"end the run {Id}", body, isRepeatable: true, cancel);
        _isOver = true;
    }

    private sealed record NoteBody(string Key, string Value);

    private sealed record MetricNoteBody(string Key, double Value, long Timestamp, int Step);

    private sealed record RunAnswer(RunBody Run);

    private sealed record RunBody(RunInfo Info);

    private sealed record RunInfo(string RunId, string ArtifactUri);
}
