using SmartKart.Pipelines.Expressions;
using SmartKart.Pipelines.Manifests;

namespace SmartKart.Pipelines.Runs.Nodes;

/// <summary>What tags mean at one place of a run. A scope sees what the one around it has. Written by one thread, and by others only read when that is
/// done.</summary>
internal sealed class Scope(Scope? around = null)
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _artifacts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, NodePhase> _phases = new(StringComparer.Ordinal);

    public string this[string name]
    {
        set => _values[name] = value;
    }

    public string? Find(string name) => _values.GetValueOrDefault(name) ?? around?.Find(name);

    /// <summary>The same, to be added to by itself.</summary>
    public Scope Copy()
    {
        var copy = new Scope(around);
        foreach (var (name, value) in _values) copy._values[name] = value;
        foreach (var (name, path) in _artifacts) copy._artifacts[name] = path;
        foreach (var (name, phase) in _phases) copy._phases[name] = phase;
        return copy;
    }

    /// <summary>The path of an artifact, named by a tag with or without its braces; null where there is none.</summary>
    public string? FindArtifact(string tag) => _artifacts.GetValueOrDefault(tag.Trim('{', '}', ' '));

    public void SetArtifact(string name, string path) => _artifacts[name] = path;

    /// <summary>A text with its tags filled.</summary>
    /// <exception cref="ExpressionException">A tag has no value.</exception>
    public string Fill(SourceText text) => Tags.Fill(text.Value, name => Find(name) ?? throw Missing(name, text));

    /// <summary>Lets what comes after a task know what it came to.</summary>
    /// <param name="task">The task, such as <c>tasks.train</c>.</param>
    /// <param name="result">What came of it.</param>
    public void Add(string task, NodeResult result)
    {
        _phases[task] = result.Phase;
        _values[$"{task}.status"] = result.Phase.ToString();
        if (result.Outputs.Result is { } text) _values[$"{task}.outputs.result"] = text;
        if (result.Outputs.ExitCode is { } status) _values[$"{task}.exitCode"] = status.ToString(System.Globalization.CultureInfo.InvariantCulture);
        foreach (var (name, value) in result.Outputs.Parameters) _values[$"{task}.outputs.parameters.{name}"] = value;
        foreach (var (name, path) in result.Outputs.Artifacts) _artifacts[$"{task}.outputs.artifacts.{name}"] = path;
    }

    private ExpressionException Missing(string name, SourceText text)
    {
        var task = string.Join('.', name.Split('.').Take(2));
        var cause = _phases.TryGetValue(task, out var phase)
            ? $"{task} is {phase} and didn't give it. Give that output a default in its template, or depend on its success."
            : "Nobody gave it.";
        return new ExpressionException($"{text.At}: '{{{{{name}}}}}' has no value: {cause}");
    }
}
