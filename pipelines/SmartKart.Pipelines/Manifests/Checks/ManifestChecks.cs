using SmartKart.Pipelines.Manifests.Reading;

namespace SmartKart.Pipelines.Manifests.Checks;

/// <summary>What the parts of a manifest promise each other: templates that exist, arguments that fit, tasks that wait for tasks, tags that can be
/// filled.</summary>
internal static class ManifestChecks
{
    public static void Run(Manifest manifest, ReadingNotes notes)
    {
        var start = new ManifestPosition(manifest.File, 1, 1);
        foreach (var (key, name) in new[] { ("spec.entrypoint", manifest.Entrypoint), ("spec.onExit", manifest.OnExit) })
        {
            if (name is null) continue;
            if (!manifest.Templates.TryGetValue(name, out var template)) notes.Fault(start, key, Unknown(name, manifest));
            else if (template.Inputs.Where(input => input.Default is null && manifest.Parameters.All(each => each.Name != input.Name))
                .ToArray() is { Length: > 0 } unset)
                notes.Fault(template.At, key, $"'{name}' takes {string.Join(", ", unset.Select(input => input.Name))}, and nobody gives it. Give it a "
                    + "default, or a parameter of the workflow.");
        }
        foreach (var template in manifest.Templates.Values)
        {
            var tasks = TasksOf(template);
            foreach (var task in tasks) Task(template, task, manifest, notes);
            if (template is DagTemplate dag) DependencyChecks.Run(dag, notes);
            if (tasks.GroupBy(task => task.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
                notes.Fault(twice.Last().At, $"spec.templates[{template.Name}]", $"'{twice.Key}' is there twice. Rename one.");
            TagChecks.Run(template, manifest, notes);
        }
    }

    public static IReadOnlyList<PipelineTask> TasksOf(Template template) => template switch
    {
        DagTemplate dag => dag.Tasks,
        StepsTemplate steps => [.. steps.Groups.SelectMany(group => group)],
        _ => [],
    };

    private static void Task(Template within, PipelineTask task, Manifest manifest, ReadingNotes notes)
    {
        var key = $"spec.templates[{within.Name}].{task.Name}";
        if (!manifest.Templates.TryGetValue(task.Template, out var template))
        {
            notes.Fault(task.At, key, Unknown(task.Template, manifest));
            return;
        }
        var (inputs, artifacts) = (template.Inputs.Select(input => input.Name).ToArray(), template.InputArtifacts.Select(input => input.Name).ToArray());
        foreach (var argument in task.Arguments.Where(argument => !inputs.Contains(argument.Name)))
            notes.Fault(argument.Value.At, key, $"'{template.Name}' takes no parameter '{argument.Name}'. {NearestName.Remedy(argument.Name, inputs)}");
        foreach (var argument in task.Artifacts.Where(argument => !artifacts.Contains(argument.Name)))
            notes.Fault(task.At, key, $"'{template.Name}' takes no artifact '{argument.Name}'. {NearestName.Remedy(argument.Name, artifacts)}");
        foreach (var input in template.Inputs.Where(input => input.Default is null && task.Arguments.All(argument => argument.Name != input.Name)))
            notes.Fault(task.At, key, $"'{template.Name}' takes the parameter '{input.Name}', which is not given. Write it under arguments.parameters.");
        foreach (var input in template.InputArtifacts.Where(input => input is { Raw: null, IsOptional: false }
            && task.Artifacts.All(argument => argument.Name != input.Name)))
            notes.Fault(task.At, key, $"'{template.Name}' takes the artifact '{input.Name}', which is not given. Write it under arguments.artifacts.");
    }

    private static string Unknown(string name, Manifest manifest) => $"there is no template '{name}'. {NearestName.Remedy(name, [.. manifest.Templates.Keys])}";
}
