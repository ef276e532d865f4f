namespace SmartKart.Training.Tests.Sessions;

/// <summary>The public session sets, which are not part of the repository: beside it, where they are at hand.</summary>
internal static class SessionFile
{
    /// <summary>A set's path; where it is absent the test is skipped by its name.</summary>
    public static string Of(string name)
    {
        var file = Path.GetFullPath(Path.Combine(Root(new DirectoryInfo(AppContext.BaseDirectory)), "..", "shared", "data", name));
        if (!File.Exists(file)) Assert.Skip($"{name} is not at hand: it is looked for in ../shared/data beside the repository.");
        return file;
    }

    private static string Root(DirectoryInfo folder) => File.Exists(Path.Combine(folder.FullName, "SmartKart.sln"))
        ? folder.FullName
        : Root(folder.Parent ?? throw new DirectoryNotFoundException($"No SmartKart.sln in any folder above {AppContext.BaseDirectory}."));
}
