namespace SmartKart.Backfill.Tests;

/// <summary>The checkout that the tests run from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    private static string Find(DirectoryInfo folder) => File.Exists(Path.Combine(folder.FullName, "SmartKart.sln"))
        ? folder.FullName
        : Find(folder.Parent ?? throw new DirectoryNotFoundException($"No SmartKart.sln in any folder above {AppContext.BaseDirectory}."));
}
