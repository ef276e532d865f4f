using SmartKart.Pipelines.Manifests.Reading;

namespace SmartKart.Pipelines.Manifests.Checks;

/// <summary>That the tasks of a DAG wait for tasks that are there, and none for itself.</summary>
internal static class DependencyChecks
{
    public static void Run(DagTemplate dag, ReadingNotes notes)
    {
        var names = dag.Tasks.Select(task => task.Name).ToArray();
        foreach (var task in dag.Tasks)
        {
            var key = $"spec.templates[{dag.Name}].{task.Name}.depends";
            foreach (var unknown in (task.Depends?.Tasks ?? []).Except(names))
                notes.Fault(task.At, key, $"there is no task '{unknown}'. {NearestName.Remedy(unknown, names)}");
            if (AncestorsOf(task, dag).Contains(task.Name))
                notes.Fault(task.At, key, $"'{task.Name}' waits for itself, by way of {string.Join(", ", task.Depends!.Tasks)}. Remove one "
                    + "of the dependencies.");
        }
    }

    /// <summary>The tasks that are through before a task begins.</summary>
    public static IReadOnlySet<string> AncestorsOf(PipelineTask task, DagTemplate dag)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<string>(task.Depends?.Tasks ?? []);
        while (open.TryDequeue(out var name))
        {
            if (!found.Add(name)) continue;
            foreach (var before in dag.Tasks.FirstOrDefault(each => each.Name == name)?.Depends?.Tasks ?? []) open.Enqueue(before);
        }
        return found;
    }
}
