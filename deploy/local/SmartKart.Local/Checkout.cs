namespace SmartKart.Local;

/// <summary>
/// Where this checkout of SmartKart is. A program finds it from where its own file lies, upwards to the folder with
/// <c>SmartKart.sln</c>: that holds from a shell, an editor and a test runner alike, and no variable can point it astray.
/// </summary>
internal static class Checkout
{
    private const string Mark = "SmartKart.sln";

    /// <summary>The folder that holds the solution.</summary>
    /// <exception cref="CommandException">The program does not lie in a checkout.</exception>
    public static string Root { get; } = Find(AppContext.BaseDirectory)
        ?? throw new CommandException(
            $"{AppContext.BaseDirectory} does not lie in a checkout of SmartKart: no folder above it has {Mark}. Run ./smartkart from a clone of the repository.");

    /// <summary>A path in the checkout.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>The nearest folder at or above <paramref name="start"/> with the solution in it, or null.</summary>
    public static string? Find(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Mark)))
                return folder.FullName;
        }
        return null;
    }
}
