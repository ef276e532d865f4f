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

    public async Task<ProjectResult> RunAsync(string? filter, IWorkProgress progress, CancellationToken cancel)
    {
        var began = TimeProvider.System.GetTimestamp();
        using var step = progress.Begin(Project);
        var messages = new TestMessages
        {
            OnDiscovered = cases => step.SetTotal(cases),
            OnResult = failed =>
            {
                step.Advance();
                if (failed is not null)
                    progress.Say(Describe(failed));
            },
        };

        string[] arguments = ["-automated", "-preEnumerateTheories", .. filter is null ? Array.Empty<string>() : ["-method", $"*{filter.Trim('*')}*"]];
        var exitCode = await ChildProcess.OfDotnet(Assembly, arguments, messages.Read, messages.Keep)
            .With("SMARTKART_SETUP", "off") // A test that starts ./smartkart must not build what is running.
            .RunAsync(cancel);
        messages.Close(Project, exitCode);
        return new ProjectResult(Project, messages.Passed, messages.Failed, messages.Skipped, TimeProvider.System.GetElapsedTime(began));
    }

    private static bool IsTestProject(string name) => name == "SmartKart.EndToEnd" || name.EndsWith(".Tests", StringComparison.Ordinal);

    private static string Describe(FailedTest test) => $"FAILED {test.Name}\n{Indent(test.Message)}\n{Indent(test.StackTrace)}";

    private static string Indent(string text) => "    " + text.ReplaceLineEndings("\n    ");
}
