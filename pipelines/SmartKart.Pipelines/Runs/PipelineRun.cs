using System.Globalization;
using SmartKart.Pipelines.Manifests;
using SmartKart.Pipelines.Runs.Journals;
using SmartKart.Pipelines.Runs.Nodes;
using SmartKart.Pipelines.Runs.Processes;

namespace SmartKart.Pipelines.Runs;

/// <summary>A run of a pipeline on this machine. What it does is in its folder as it happens, so that it can be resumed after whatever stopped it.</summary>
public sealed class PipelineRun : IDisposable
{
    private const string KeptManifest = "manifest.yaml";

    private readonly Manifest _manifest;
    private readonly RunOptions _options;
    private readonly RunJournal _journal;
    private readonly BegunLine _begun;
    private readonly IReadOnlyDictionary<string, NodeRecord> _before;

    private PipelineRun(
        Manifest manifest, RunOptions options, string folder, RunJournal journal, BegunLine begun, IReadOnlyDictionary<string, NodeRecord> before)
    {
        (_manifest, _options, Folder, _journal, _begun, _before) = (manifest, options, folder, journal, begun, before);
    }

    /// <summary>Its name, by which it is resumed.</summary>
    public string Name => _begun.Run;

    /// <summary>Where its files are.</summary>
    public string Folder { get; }

    /// <summary>Begins a run: its folder and its journal. Nothing is started yet.</summary>
    /// <param name="manifest">What is run.</param>
    /// <param name="parameters">Those that are given.</param>
    /// <param name="options">How.</param>
    /// <exception cref="ParameterException">A parameter can't be used.</exception>
    public static PipelineRun Begin(Manifest manifest, IReadOnlyDictionary<string, string> parameters, RunOptions options)
    {
        var values = RunParameters.Resolve(manifest, parameters);
        var now = options.Time.GetUtcNow();
        var name = manifest.Name + now.ToString("'-'yyyyMMdd'-'HHmmss", CultureInfo.InvariantCulture);
        Directory.CreateDirectory(options.Folder);
        var (folder, number) = (Path.Combine(options.Folder, name), 1);
        while (Path.Exists(folder)) folder = Path.Combine(options.Folder, $"{name}-{++number}");
        Directory.CreateDirectory(folder);
        var journal = RunJournal.Open(folder);
        var begun = new BegunLine(Path.GetFileName(folder), Guid.CreateVersion7(now).ToString(), manifest.Name, Path.GetFullPath(manifest.File), now, values);
        File.WriteAllText(Path.Combine(folder, KeptManifest), manifest.Text);
        journal.Add(new JournalLine { Begun = begun });
        return new PipelineRun(manifest, options, folder, journal, begun, new Dictionary<string, NodeRecord>());
    }

    /// <summary>Goes on with a run: what succeeded is kept, what didn't is run again.</summary>
    /// <param name="name">The run.</param>
    /// <param name="manifest">Its manifest, which must be what it was; null for the one that it keeps.</param>
    /// <param name="parameters">Given again, or not at all.</param>
    /// <param name="options">How.</param>
    /// <exception cref="RunException">There is no such run, another process runs it, or its manifest or a parameter has changed.</exception>
    public static PipelineRun Resume(string name, Manifest? manifest, IReadOnlyDictionary<string, string> parameters, RunOptions options)
    {
        var folder = Path.Combine(options.Folder, name);
        if (RunHistory.Find(options.Folder, name) is not { } run)
            throw new RunException($"There is no run '{name}' in {options.Folder}. "
                + $"{NearestName.Remedy(name, [.. RunHistory.List(options.Folder).Select(each => each.Run)])}");
        var kept = File.ReadAllText(Path.Combine(folder, KeptManifest));
        if (manifest is not null) ResumeChecks.RequireSame(manifest, kept, name);
        manifest ??= Manifests.Reading.ManifestReader.Parse(kept, run.Manifest);
        ResumeChecks.RequireSame(run.Parameters, parameters, name);
        var journal = RunJournal.Open(folder);
        journal.Add(new JournalLine { ResumedAt = options.Time.GetUtcNow() });
        var begun = RunJournal.Read(folder)[0].Begun ?? throw new RunException($"{folder} has a journal that doesn't begin with its run. Begin a new one.");
        return new PipelineRun(manifest, options, folder, journal, begun, run.Nodes.ToDictionary(node => node.Name, StringComparer.Ordinal));
    }

    /// <summary>Runs it to its end.</summary>
    /// <param name="observer">Is told how it gets on.</param>
    /// <param name="cancel">Stops it: steps that run are told to end, and it can be resumed.</param>
    /// <returns>What came of it.</returns>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task<RunDocument> RunAsync(IRunObserver observer, CancellationToken cancel)
    {
        await StepProcess.EndLeftAsync(Folder);
        using var deadline = _manifest.ActiveDeadline is { } most ? new CancellationTokenSource(most, _options.Time) : new CancellationTokenSource();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancel, deadline.Token);
        using var places = new SemaphoreSlim(Math.Max(1, Math.Min(_options.Parallelism, _manifest.Parallelism ?? int.MaxValue)));
        var context = new RunContext
        {
            Manifest = _manifest, Options = _options, Folder = Folder, Journal = _journal, Observer = observer, Before = _before,
            Programs = ProgramFolder.Write(Path.Combine(Folder, "bin"), _options.Programs), Global = GlobalScope(), Places = places, Stopped = cancel,
                Ended = ended.Token,
        };
        var result = await EntrypointAsync(context, _manifest.Entrypoint, "");
        context.Global["workflow.status"] = result.Phase.ToString();
        context.Global["workflow.duration"] = (_options.Time.GetUtcNow() - _begun.At).TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture);
        if (_manifest.OnExit is { } exit)
        {
            var last = await EntrypointAsync(context with { Ended = cancel }, exit, "onExit");
            if (last.IsFailure && !result.IsFailure) result = last;
        }
        _journal.Add(new JournalLine { Ended = new EndedLine(result.Phase, result.Message, _options.Time.GetUtcNow()) });
        return RunHistory.Of(RunJournal.Read(Folder), Folder, isRunning: false);
    }

    /// <summary>Lets others open it.</summary>
    public void Dispose() => _journal.Dispose();

    private static Task<NodeResult> EntrypointAsync(RunContext context, string name, string node)
    {
        var template = context.Manifest.Templates[name];
        var inputs = new Scope(context.Global);
        foreach (var input in template.Inputs)
            inputs[$"inputs.parameters.{input.Name}"] = context.Global.Find($"workflow.parameters.{input.Name}") ?? context.Global.Fill(
                input.Default ?? default);
        // A program has a node of its own; DAGs and steps are those of their tasks.
        return TemplateRunner.RunAsync(context, template, template is ContainerTemplate && node.Length == 0 ? name : node, inputs, mayReuse: true);
    }

    private Scope GlobalScope()
    {
        var scope = new Scope
        {
            ["workflow.name"] = _begun.Run,
            ["workflow.uid"] = _begun.Uid,
            ["workflow.namespace"] = "local",
            ["workflow.status"] = nameof(NodePhase.Running),
            ["workflow.duration"] = "0",
            ["workflow.creationTimestamp"] = _begun.At.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["workflow.parameters"] = System.Text.Json.JsonSerializer.Serialize(_begun.Parameters.Select(each => new { name = each.Key, value = each.Value })),
        };
        foreach (var (name, value) in _begun.Parameters) scope[$"workflow.parameters.{name}"] = value;
        return scope;
    }
}
