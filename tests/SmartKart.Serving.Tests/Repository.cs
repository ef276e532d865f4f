namespace SmartKart.Serving.Tests;

/// <summary>The working copy that these tests were built from.</summary>
internal static class Repository
{
    /// <summary>The folder of <c>SmartKart.sln</c>.</summary>
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    private static string Find(DirectoryInfo? folder) => folder is null
        ? throw new InvalidOperationException($"No SmartKart.sln above {AppContext.BaseDirectory}; run the tests from inside the working copy.")
        : File.Exists(Path.Combine(folder.FullName, "SmartKart.sln")) ? folder.FullName : Find(folder.Parent);
}
