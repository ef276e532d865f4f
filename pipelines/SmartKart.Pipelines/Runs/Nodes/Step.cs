using SmartKart.Pipelines.Expressions;
using SmartKart.Pipelines.Manifests;
using SmartKart.Pipelines.Runs.Processes;

namespace SmartKart.Pipelines.Runs.Nodes;

/// <summary>One attempt's command, files and variables, with all tags filled and all declared paths those of this machine.</summary>
internal sealed class Step
{
    private readonly PathMapping _paths;
    private readonly StepFolder _folder;
    private readonly IReadOnlyList<string> _command;
    private readonly IReadOnlyDictionary<string, string> _environment;
    private readonly string? _source;
    private readonly Func<SourceText, string> _fill;

    private Step(ContainerTemplate template, Scope scope, StepFolder folder)
    {
        _folder = folder;
        _fill = scope.Fill;
        _paths = new PathMapping(folder.Files, DeclaredPaths(template).Select(each => scope.Fill(each.Path)));
        foreach (var (tag, path) in DeclaredPaths(template)) scope[tag] = scope.Fill(path);
        _command = [.. template.Command.Concat(template.Args).Select(Text)];
        _environment = template.Env.ToDictionary(each => each.Name, each => Text(each.Value), StringComparer.Ordinal);
        _source = template.Source is { } source ? Text(source) : null;
        WorkingFolder = template.WorkingDir is { } place ? _paths.Of(scope.Fill(place)) : folder.Work;
    }

    public string Program => _command[0];

    public string WorkingFolder { get; }

    /// <exception cref="ExpressionException">A tag has no value.</exception>
    public static Step Of(ContainerTemplate template, Scope scope, StepFolder folder) => new(template, scope, folder);

    /// <summary>The program and its arguments; a script's source is the last of them, as with Argo.</summary>
    public IReadOnlyList<string> CommandLine(ProgramFolder programs) =>
    [
        programs.PathOf(Program), .. _command.Skip(1), .. _source is null ? Array.Empty<string>() : [_folder.Script],
    ];

    public IReadOnlyDictionary<string, string> Environment(IReadOnlyDictionary<string, string> around, ProgramFolder programs)
    {
        var variables = new Dictionary<string, string>(around, StringComparer.Ordinal) { ["PATH"] = programs.SearchPath };
        foreach (var (name, value) in _environment) variables[name] = value;
        return variables;
    }

    /// <summary>Puts the files into place that the step finds, and makes the folders for those that it leaves.</summary>
    public void PlaceInputs(ContainerTemplate template, Scope scope)
    {
        Directory.CreateDirectory(WorkingFolder);
        foreach (var output in DeclaredPaths(template)) Directory.CreateDirectory(Path.GetDirectoryName(Here(output.Path)) ?? _folder.Files);
        if (_source is not null) File.WriteAllText(_folder.Script, _source);
        foreach (var input in template.InputArtifacts)
        {
            if (input.Path is not { } path) continue;
            var raw = scope.Find($"inputs.artifacts.{input.Name}.raw") ?? (input.Raw is { } text ? scope.Fill(text) : null);
            if (scope.Find($"inputs.artifacts.{input.Name}.here") is { } given) StepFolder.Place(given, Here(path));
            else if (raw is not null) File.WriteAllText(Here(path), raw);
            else if (!input.IsOptional) throw new ExpressionException(
                $"'{template.Name}' needs the artifact '{input.Name}', which nobody gave. Depend on the success of what gives it, or make it 'optional: "
                + "true'.");
        }
    }

    /// <summary>What the step gave, beside its result.</summary>
    /// <exception cref="RunException">Something of it isn't there.</exception>
    public NodeOutputs ReadOutputs(ContainerTemplate template, NodeOutputs outputs)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var output in template.Outputs)
        {
            if (output.Path is { } path && File.Exists(Here(path))) parameters[output.Name] = File.ReadAllText(Here(path)).TrimEnd('\n');
            else if (output.Default is { } otherwise) parameters[output.Name] = _fill(otherwise);
            else throw new RunException($"the step ended well, but didn't write {output.Path} for its output '{output.Name}'. Let it, or give the output a "
                + "default.");
        }
        var artifacts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var output in template.OutputArtifacts)
        {
            if (output.Path is { } path && Path.Exists(Here(path))) artifacts[output.Name] = Here(path);
            else if (!output.IsOptional) throw new RunException(
                $"the step ended well, but didn't leave {output.Path} for its artifact '{output.Name}'. Let it, or make it 'optional: true'.");
        }
        return outputs with { Parameters = parameters, Artifacts = artifacts };
    }

    private string Here(SourceText path) => _paths.Of(_fill(path));

    private string Text(SourceText text) => _paths.Rewrite(_fill(text));

    private static IEnumerable<(string Tag, SourceText Path)> DeclaredPaths(ContainerTemplate template) =>
        template.InputArtifacts.Select(each => ($"inputs.artifacts.{each.Name}.path", each.Path))
            .Concat(template.Outputs.Select(each => ($"outputs.parameters.{each.Name}.path", each.Path)))
            .Concat(template.OutputArtifacts.Select(each => ($"outputs.artifacts.{each.Name}.path", each.Path)))
            .Where(each => each.Path is not null).Select(each => (each.Item1, each.Path.GetValueOrDefault()));
}
