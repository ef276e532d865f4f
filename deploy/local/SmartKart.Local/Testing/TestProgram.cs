using SmartKart.Local.Terminal;

namespace SmartKart.Local.Testing;

/// <summary>
/// A test project's built program. It is found by its project file, so that an unbuilt one is an error and a deleted one's
/// leftover is not run.
/// </summary>
internal sealed record TestProgram(string Project, string Assembly)
{
    /// <summary>The test projects under <paramref name="tests"/> whose names contain <paramref name="part"/>, by name.</summary>
    /// <exception cref="CommandException">One is not built.</exception>
    public static IReadOnlyList<TestProgram> Discover(string tests, string part = "")
    {
        var programs = Directory.EnumerateDirectories(tests)
            .Where(folder => File.Exists(Path.Combine(folder, Path.GetFileName(folder) + ".csproj")) && IsTestProject(Path.GetFileName(folder)))
            .Where(folder => Path.GetFileName(folder).Contains(part, StringComparison.OrdinalIgnoreCase))
            .Select(folder => new TestProgram(Path.GetFileName(folder), Path.Combine(folder, "bin", "Release", "net10.0", Path.GetFileName(folder) + ".dll")))
            .OrderBy(program => program.Project, StringComparer.Ordinal)
            .ToList();
        return programs.FirstOrDefault(program => !File.Exists(program.Assembly)) is { } unbuilt
            ? throw new CommandException(
                $"{unbuilt.Assembly} is not built. Start through ./smartkart, which builds it, and see that {unbuilt.Project} is in SmartKart.sln.")
            : programs;
    }

    /// <param name="filter">Only tests whose full name contains this text; null for all.</param>
    /// <param name="stallLimit">The program is ended, and its run a failure, when no test began or ended for so long.</param>
    /// <param name="progress">Where it is told how the run gets on.</param>
    /// <param name="cancel">Ends the program, and the run with the cancellation.</param>
    public Task<ProjectResult> RunAsync(string? filter, TimeSpan stallLimit, IWorkProgress progress, CancellationToken cancel)
    {
        string[] arguments = ["-automated", "-preEnumerateTheories", "-maxThreads", $"{TestSchedule.TestsPerProcessor(Project)}x", .. filter is null ? Array.Empty<string>() : ["-method", $"*{filter.Trim('*')}*"]];
        return new TestRun(Project, stallLimit, progress, TimeProvider.System).RunAsync(
            (output, errors) => ChildProcess.OfDotnet(Assembly, arguments, output, errors)
                .With("SMARTKART_SETUP", "off"), // A test that starts ./smartkart must not build what is running.
            cancel);
    }

    private static bool IsTestProject(string name) => name == "SmartKart.EndToEnd" || name.EndsWith(".Tests", StringComparison.Ordinal);
}
