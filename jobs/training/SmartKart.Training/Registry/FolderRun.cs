using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SmartKart.Scoring.Registry;

namespace SmartKart.Training.Registry;

/// <summary>
/// A training run in MLflow's file layout: what it was told, what it measured, and what it made.
/// <code>
///   EXPERIMENT/meta.yaml                an experiment of each registered model
///   EXPERIMENT/RUN/meta.yaml            status: 1 while it runs, 3 when it is finished, 4 when it failed
///   EXPERIMENT/RUN/params/NAME          a text each
///   EXPERIMENT/RUN/metrics/NAME         "milliseconds value step", a line for each value
///   EXPERIMENT/RUN/tags/NAME
///   EXPERIMENT/RUN/artifacts/…
/// </code>
/// Disposed without having been finished, it failed.
/// </summary>
internal sealed class FolderRun : ITrackedRun
{
    private const int Running = 1, Finished = 3, Failed = 4;

    private readonly TimeProvider _clock;
    private readonly string _folder, _experiment;
    private readonly DateTimeOffset _started;
    private bool _isOver;

    private FolderRun(string root, string experiment, TimeProvider clock)
    {
        (_clock, _experiment, _started, Id) = (clock, ExperimentId(experiment), clock.GetUtcNow(), Guid.NewGuid().ToString("N"));
        var parent = Path.Combine(root, _experiment);
        _folder = Path.Combine(parent, Id);
        Artifacts = Directory.CreateDirectory(Path.Combine(_folder, "artifacts")).FullName;
        if (!File.Exists(Path.Combine(parent, "meta.yaml")))
        {
            MetaFile.Write(
                Path.Combine(parent, "meta.yaml"), ("experiment_id", _experiment), ("name", experiment), ("artifact_location", parent), ("lifecycle_stage", "active"),
                ("creation_time", _started.ToUnixTimeMilliseconds()), ("last_update_time", _started.ToUnixTimeMilliseconds()));
        }
        WriteMeta(Running, ended: null);
    }

    /// <inheritdoc />
    public string Id { get; }

    /// <inheritdoc />
    public string Artifacts { get; }

    /// <summary>Begins a run.</summary>
    /// <param name="root">The registry's folder.</param>
    /// <param name="experiment">What it is a run of: the registered model's name.</param>
    /// <param name="clock">Tells when.</param>
    public static FolderRun Begin(string root, string experiment, TimeProvider clock) => new(Path.GetFullPath(root), experiment, clock);

    /// <inheritdoc />
    public void Parameter(string name, string value) => Note("params", name, value);

    /// <inheritdoc />
    public void Metric(string name, double value) =>
        Note("metrics", name, string.Create(CultureInfo.InvariantCulture, $"{_clock.GetUtcNow().ToUnixTimeMilliseconds()} {value:R} 0\n"));

    /// <inheritdoc />
    public void Tag(string name, string value) => Note("tags", name, value);

    /// <inheritdoc />
    public string SourceOf(string folder) => Path.Combine(Artifacts, folder);

    /// <inheritdoc />
    public void Finish(CancellationToken cancel) => End(Finished);

    /// <inheritdoc />
    public void Fail() => End(Failed);

    /// <inheritdoc />
    public void Dispose()
    {
        if (!_isOver) Fail();
    }

    private void End(int status)
    {
        _isOver = true;
        WriteMeta(status, _clock.GetUtcNow());
    }

    private void Note(string kind, string name, string text)
    {
        var file = Path.Combine(_folder, kind, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);        // it lies in the folder of its kind
        File.WriteAllText(file, text);
    }

    private void WriteMeta(int status, DateTimeOffset? ended) => MetaFile.Write(
        Path.Combine(_folder, "meta.yaml"), ("run_id", Id), ("run_uuid", Id), ("run_name", Id[..8]), ("experiment_id", _experiment), ("artifact_uri", Artifacts), ("status", status),
        ("start_time", _started.ToUnixTimeMilliseconds()), ("end_time", ended?.ToUnixTimeMilliseconds()), ("lifecycle_stage", "active"),
        ("entry_point_name", ""), ("source_name", "smartkart train"),
        ("source_type", 4), ("source_version", ""), ("tags", Array.Empty<string>()), ("user_id", Environment.UserName));

    // MLflow numbers experiments with 18 digits by chance: here they follow from the name, so that its runs lie together.
    private static string ExperimentId(string name) =>
        (BitConverter.ToUInt64(SHA256.HashData(Encoding.UTF8.GetBytes(name))) % 900_000_000_000_000_000 + 100_000_000_000_000_000).ToString(CultureInfo.InvariantCulture);
}
