using SmartKart.Pipelines.Expressions;
using SmartKart.Pipelines.Manifests.Reading;

namespace SmartKart.Pipelines.Manifests.Checks;

/// <summary>That each tag of a template names something that has a value by the time it is filled.</summary>
internal static class TagChecks
{
    private static readonly string[] OfTasks = ["status", "exitCode", "outputs.result"];

    public static void Run(Template template, Manifest manifest, ReadingNotes notes)
    {
        var own = OwnNames(template, manifest);
        switch (template)
        {
            case ContainerTemplate container:
                Check([.. container.Command, .. container.Args, .. container.Env.Select(each => each.Value)], own, template, notes);
                Check([container.WorkingDir, container.Source, template.ActiveDeadlineSeconds, template.Retry?.Limit], own, template, notes);
                break;
            case DagTemplate dag:
                foreach (var task in dag.Tasks) Check(TextsOf(task),
                    [.. own, .. ResultsOf("tasks", DependencyChecks.AncestorsOf(task, dag), dag.Tasks, manifest), .. Items(task)], template, notes);
                Check(OutputsOf(template), [.. own, .. ResultsOf("tasks", dag.Tasks.Select(task => task.Name), dag.Tasks, manifest)], template, notes);
                break;
            case StepsTemplate steps:
                var before = new List<PipelineTask>();
                foreach (var group in steps.Groups)
                {
                    foreach (var task in group) Check(TextsOf(task),
                        [.. own, .. ResultsOf("steps", before.Select(each => each.Name), before, manifest), .. Items(task)], template, notes);
                    before.AddRange(group);
                }
                Check(OutputsOf(template), [.. own, .. ResultsOf("steps", before.Select(each => each.Name), before, manifest)], template, notes);
                break;
        }
    }

    private static void Check(IEnumerable<SourceText?> texts, IReadOnlyCollection<string> known, Template template, ReadingNotes notes)
    {
        foreach (var text in texts.OfType<SourceText>())
        {
            foreach (var name in Tags.In(text.Value).Distinct())
            {
                if (known.Contains(name) || (name.StartsWith("item.", StringComparison.Ordinal) && known.Contains("item"))) continue;
                var problem = name.StartsWith('=')
                    ? $"'{{{{{name}}}}}' is an expression, which is not computed here. Let a step compute it."
                    : $"'{{{{{name}}}}}' has no value here. " + (NearestName.Of(name, known) is { } nearest
                        ? $"Is '{nearest}' meant?"
                        : "Is it declared, and does this task depend on what gives it?");
                notes.Fault(text.At, $"spec.templates[{template.Name}]", problem);
            }
        }
    }

    private static string[] OwnNames(Template template, Manifest manifest) =>
    [
        "workflow.name", "workflow.uid", "workflow.namespace", "workflow.parameters", "workflow.creationTimestamp", "workflow.status", "workflow.duration",
        "retries", "pod.name", "node.name",
        .. manifest.Parameters.Select(each => $"workflow.parameters.{each.Name}"),
        .. template.Inputs.Select(each => $"inputs.parameters.{each.Name}"),
        .. template.InputArtifacts.SelectMany(each => new[] { $"inputs.artifacts.{each.Name}", $"inputs.artifacts.{each.Name}.path" }),
        .. template.Outputs.Select(each => $"outputs.parameters.{each.Name}.path"),
        .. template.OutputArtifacts.Select(each => $"outputs.artifacts.{each.Name}.path"),
    ];

    private static IEnumerable<string> ResultsOf(string scope, IEnumerable<string> names, IReadOnlyCollection<PipelineTask> tasks, Manifest manifest) =>
        from name in names
        let task = tasks.FirstOrDefault(each => each.Name == name)
        let template = task is null ? null : manifest.Templates.GetValueOrDefault(task.Template)
        where template is not null
        from result in OfTasks
            .Concat(template.Outputs.Select(each => $"outputs.parameters.{each.Name}"))
            .Concat(task.IsFannedOut ? [] : template.OutputArtifacts.Select(each => $"outputs.artifacts.{each.Name}"))
        select $"{scope}.{name}.{result}";

    private static IEnumerable<string> Items(PipelineTask task) => task.IsFannedOut ? ["item"] : [];

    private static IEnumerable<SourceText?> TextsOf(PipelineTask task) =>
    [
        .. task.Arguments.Select(each => (SourceText?)each.Value), .. task.Artifacts.SelectMany(each => new[] { Whole(each.From), each.Raw }), task.When,
            task.WithParam,
        .. task.WithItems?.Select(each => (SourceText?)each) ?? [],
    ];

    private static IEnumerable<SourceText?> OutputsOf(Template template) =>
    [
        .. template.Outputs.SelectMany(each => new[] { each.From, each.Default }), .. template.OutputArtifacts.Select(each => Whole(each.From)),
    ];

    // 'from' is a tag by itself; Argo takes it without its braces, too.
    private static SourceText? Whole(SourceText? from) => from is { } text && !text.Value.Contains("{{", StringComparison.Ordinal)
        ? text with { Value = $"{{{{{text.Value}}}}}" } : from;
}
