namespace SmartKart.EndToEnd.Architecture;

/// <summary>Rules on who refers to whom. Each yields a sentence per violation, with its remedy.</summary>
internal static class DependencyRules
{
    /// <summary>A project refers only to those that the table of rooms allows it.</summary>
    public static IEnumerable<string> ReferencesKeepToTheTable(SourceTree tree, IReadOnlyList<Room> table) =>
        from project in tree.Projects
        from reference in project.References
        where !IsAllowed(project, reference, table)
        select $"{project.Path} refers to {reference.Project}{(reference.AsAnalyzer ? " as an analyser" : "")}, which the table of rooms does not allow. Remove the reference; if the design has changed, change the table in Rooms.cs with it.";

    /// <summary>No project reaches itself by way of others.</summary>
    public static IEnumerable<string> ThereIsNoCycle(SourceTree tree)
    {
        var referencesOf = tree.Projects.GroupBy(project => project.Name).ToDictionary(group => group.Key, group => group.First().References.Select(reference => reference.Project).ToArray());
        var finished = new HashSet<string>();
        return tree.Projects.SelectMany(project => CyclesFrom(project.Name, [])).ToList();

        IEnumerable<string> CyclesFrom(string project, List<string> path)
        {
            if (path.Contains(project))
                return [$"{string.Join(" → ", path.SkipWhile(step => step != project))} → {project} is a cycle. Move what both need into the one that the other may use."];
            if (finished.Contains(project))
                return [];
            var cycles = referencesOf.GetValueOrDefault(project, []).SelectMany(next => CyclesFrom(next, [.. path, project])).ToList();
            finished.Add(project);
            return cycles;
        }
    }

    private static bool IsAllowed(Project project, ProjectReference reference, IReadOnlyList<Room> table)
    {
        if (Rooms.TestsOfTheWhole.Contains(project.Name))
            return true;
        if (project.Name.EndsWith(Places.TestSuffix, StringComparison.Ordinal))
            return RoomOf(project.Name[..^Places.TestSuffix.Length], table) is { } tested && IsAllowedToTestsOf(tested, reference, table);
        return RoomOf(project.Name, table) is { } room && IsAllowedTo(room, reference, table);
    }

    private static bool IsAllowedTo(Room room, ProjectReference reference, IReadOnlyList<Room> table) => reference.AsAnalyzer
        ? room.MayAnalyzeWith.Contains(reference.Project)
        : room.MayUse?.Contains(reference.Project) ?? RoomOf(reference.Project, table) is not null;

    private static bool IsAllowedToTestsOf(Room tested, ProjectReference reference, IReadOnlyList<Room> table) =>
        IsAllowedTo(tested, reference, table)
        || (!reference.AsAnalyzer && (reference.Project == tested.Project || tested.ItsTestsMayAlsoUse.Contains(reference.Project)));

    private static Room? RoomOf(string project, IReadOnlyList<Room> table) => table.FirstOrDefault(room => room.Project == project);
}
