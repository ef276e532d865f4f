using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace SmartKart.EndToEnd.Architecture;

/// <summary>A reference from one project to another.</summary>
internal sealed record ProjectReference(string Project, bool AsAnalyzer = false);

/// <summary>A project file, by its path in the checkout.</summary>
internal sealed record Project(string Path, params ProjectReference[] References)
{
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    public string Folder => System.IO.Path.GetDirectoryName(Path)!;
}

/// <summary>A C# file, by its path in the checkout.</summary>
internal sealed record SourceFile(string Path, int Lines, string FirstLine);

/// <summary>What the rules look at: the projects, the solution and the files. Read from disk, or made up to try a rule.</summary>
internal sealed partial record SourceTree(IReadOnlyList<Project> Projects, IReadOnlySet<string> InSolution, IReadOnlyList<SourceFile> Files)
{
    private static readonly string[] NotOurs = ["bin", "obj", "node_modules", "artifacts"];

    public static SourceTree Read(string root) => new(
        [.. Find(root, "*.csproj").Select(path => ReadProject(root, path))],
        SolutionLine().Matches(File.ReadAllText(Path.Combine(root, "SmartKart.sln"))).Select(match => match.Groups[1].Value.Replace('\\', '/')).ToHashSet(),
        [.. Find(root, "*.cs").Select(path => ReadFile(root, path))]);

    private static Project ReadProject(string root, string path) => new(
        path,
        [.. XDocument.Load(Path.Combine(root, path)).Descendants("ProjectReference").Select(reference => new ProjectReference(
            Path.GetFileNameWithoutExtension(((string?)reference.Attribute("Include") ?? throw new InvalidOperationException($"{path} has a ProjectReference without Include.")).Replace('\\', '/')),
            AsAnalyzer: (string?)reference.Attribute("OutputItemType") == "Analyzer" && (string?)reference.Attribute("ReferenceOutputAssembly") == "false"))]);

    private static SourceFile ReadFile(string root, string path)
    {
        var lines = File.ReadAllLines(Path.Combine(root, path));
        return new SourceFile(path, lines.Length, lines.FirstOrDefault("").Trim());
    }

    private static IEnumerable<string> Find(string root, string pattern) => Directory.EnumerateDirectories(root)
        .Where(folder => !Path.GetFileName(folder).StartsWith('.'))
        .SelectMany(folder => Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories))
        .Select(path => Path.GetRelativePath(root, path))
        .Where(path => !path.Split('/').Intersect(NotOurs).Any())
        .Order(StringComparer.Ordinal);

    [GeneratedRegex("\"([^\"]+\\.csproj)\"")]
    private static partial Regex SolutionLine();
}
