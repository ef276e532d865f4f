namespace SmartKart.Backfill.Tests;

/// <summary>Data sets that are not part of the repository: beside it, where they are at hand.</summary>
internal static class SharedData
{
    /// <summary>A file's path; where it is absent the test is skipped by its name.</summary>
    public static string File(string name)
    {
        var file = Path.GetFullPath(Path.Combine(Repository.Root, "..", "shared", "data", name));
        if (!System.IO.File.Exists(file)) Assert.Skip($"{name} is not at hand: it is looked for in ../shared/data beside the repository.");
        return file;
    }
}
