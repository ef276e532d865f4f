using SmartKart.Pipelines.Manifests;
using SmartKart.Pipelines.Manifests.Reading;
using SmartKart.Pipelines.Runs;
using SmartKart.Pipelines.Runs.Nodes;

namespace SmartKart.Pipelines.Tests.Runs;

/// <summary>Runs manifests in a folder of their own.</summary>
public abstract class RunFixture : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pipeline");

    /// <summary>A shell as a template, given what it runs.</summary>
    protected const string Shell = """
            - name: sh
              inputs: {parameters: [{name: run}]}
              container: {image: debian, command: [sh, -ec, "{{inputs.parameters.run}}"]}

        """;

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    internal RunOptions Options => new() { Folder = Path.Combine(_folder.FullName, "runs"), Grace = TimeSpan.FromSeconds(2), Parallelism = 4 };

    internal static Manifest Manifest(string templates, string spec = "") => ManifestReader.Parse(
        $"apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nmetadata: {{generateName: try-}}\nspec:\n  entrypoint: main\n{spec}  templates:\n{templates}",
            "try.yaml");

    /// <summary>A DAG of shell commands.</summary>
    internal static Manifest Dag(string spec, string options, params (string Name, string Run, string Keys)[] tasks) => Manifest(
        $"    - name: main\n      dag:\n        {options}\n        tasks:\n"
        + string.Concat(tasks.Select(task =>
            $"          - {{name: {task.Name}, template: sh, arguments: {{parameters: [{{name: run, value: "
            + $"'{task.Run}'}}]}}{(task.Keys.Length == 0 ? "" : ", " + task.Keys)}}}\n"))
        + Shell, spec);

    internal async Task<RunDocument> RunAsync(Manifest manifest, params (string Name, string Value)[] parameters)
    {
        using var run = PipelineRun.Begin(manifest, parameters.ToDictionary(each => each.Name, each => each.Value), Options);
        return await run.RunAsync(new RecordingObserver(), Stop);
    }

    internal static NodePhase PhaseOf(RunDocument run, string node) => run.Nodes.Single(each => each.Name == node).Phase;

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }
}
