namespace SmartKart.EndToEnd.Architecture;

/// <summary>Rules on where things lie and what they are called. Each yields a sentence per violation, with its remedy.</summary>
internal static class Places
{
    public const string TestSuffix = ".Tests";

    /// <summary>Above this, a file says in its first line why it is not two.</summary>
    private const int LinesMax = 400;

    /// <summary>Names of leftovers: a concept without its name.</summary>
    private static readonly string[] Leftovers = ["Utils", "Util", "Utilities", "Helpers", "Helper", "Common", "Manager", "Managers"];

    public static IEnumerable<string> EveryProjectIsInTheSolution(SourceTree tree) =>
        from project in tree.Projects
        where !tree.InSolution.Contains(project.Path)
        select $"{project.Path} is not in SmartKart.sln, so nothing builds or tests it. Run: dotnet sln add --in-root {project.Path}";

    public static IEnumerable<string> EveryProjectFolderBearsItsName(SourceTree tree) =>
        from project in tree.Projects
        where Path.GetFileName(project.Folder) != project.Name
        select $"{project.Path} does not lie in a folder of its name. Move it to {project.Folder}/{project.Name}/.";

    /// <summary>A project lies where the table of rooms has it, or under tests/ as the tests of one that the table has.</summary>
    public static IEnumerable<string> EveryProjectHasARoom(SourceTree tree, IReadOnlyList<Room> table)
    {
        var places = table.Select(room => room.Folder)
            .Concat(table.Select(room => $"tests/{room.Project}{TestSuffix}"))
            .Concat(Rooms.TestsOfTheWhole.Select(name => $"tests/{name}"))
            .ToHashSet();
        return from project in tree.Projects
               where !places.Contains(project.Folder)
               select $"{project.Path} lies where the table of rooms has no project. Move it, or give it a line in Rooms.cs.";
    }

    public static IEnumerable<string> LongProductionFilesSayWhy(SourceTree tree) =>
        from file in tree.Files
        where file.Lines > LinesMax && !file.Path.StartsWith("tests/", StringComparison.Ordinal) && !file.FirstLine.StartsWith("//", StringComparison.Ordinal)
        select $"{file.Path} has {file.Lines} lines. Divide it by concept, or say in a comment on its first line why it is one.";

    public static IEnumerable<string> NothingIsNamedForLeftovers(SourceTree tree) =>
        from file in tree.Files
        let name = Path.GetFileNameWithoutExtension(file.Path)
        let folders = Path.GetDirectoryName(file.Path)!.Split('/').SelectMany(folder => folder.Split('.'))
        where Leftovers.Any(leftover => name.EndsWith(leftover, StringComparison.Ordinal) || folders.Contains(leftover))
        select $"{file.Path} is named for leftovers ({string.Join(", ", Leftovers)}). Name it for the concept that is in it.";
}
