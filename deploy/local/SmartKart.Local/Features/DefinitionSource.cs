using System.CommandLine;
using SmartKart.FeatureStore.Definitions;
using SmartKart.Local.Terminal;

namespace SmartKart.Local.Features;

/// <summary>Which definitions a command is about: a folder or file that it is given, else this checkout's.</summary>
internal static class DefinitionSource
{
    /// <summary>The definitions of this checkout.</summary>
    public static string Shipped => Checkout.PathOf("featurestore", "definitions");

    public static Option<string?> Option() => new("--definitions")
    {
        Description = "A folder of definitions, or one file, in place of featurestore/definitions of this checkout.",
        HelpName = "path",
    };

    /// <summary>
    /// Reads the definitions and does something with them; faults go to stderr, a line each, so that an editor can follow every one.
    /// </summary>
    /// <returns>An exit status.</returns>
    public static int Use(string? path, Func<DefinitionSet, int> command) =>
        OrFaults(() => DefinitionSet.Read(path ?? Shipped)) is { } definitions ? command(definitions) : ExitCode.Failed;

    /// <summary>The same, for work that takes a while.</summary>
    public static async Task<int> UseAsync(string? path, Func<DefinitionSet, Task<int>> command) =>
        OrFaults(() => DefinitionSet.Read(path ?? Shipped)) is { } definitions ? await command(definitions) : ExitCode.Failed;

    /// <summary>The value, or null where definitions are unsound and their faults are on stderr.</summary>
    public static T? OrFaults<T>(Func<T> read) where T : class
    {
        try
        {
            return read();
        }
        catch (DefinitionException error)
        {
            foreach (var fault in error.Faults) Console.Error.WriteLine(fault);
            return null;
        }
    }
}
