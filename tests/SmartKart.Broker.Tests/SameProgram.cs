namespace SmartKart.Broker.Tests;

/// <summary>How to start this program again, as another process, with one of the verbs of <see cref="Program"/>.</summary>
internal static class SameProgram
{
    /// <summary>
    /// The runtime. The tests may have been started by their own executable, which finds it by itself; it lies three folders above its libraries.
    /// </summary>
    public static string DotNet => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
        ? Environment.ProcessPath!
        : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", "..", "dotnet"));

    /// <summary>The first of its arguments.</summary>
    public static string Library => typeof(SameProgram).Assembly.Location;
}
