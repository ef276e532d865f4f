namespace SmartKart.Local.Testing;

/// <summary>A test that failed, or a fault outside any test that must count as one.</summary>
internal sealed record FailedTest(string Name, string Message, string StackTrace);

/// <summary>A test that could not run here, and why.</summary>
internal sealed record SkippedTest(string Name, string Reason);

/// <summary>How the tests of one project went.</summary>
internal sealed record ProjectResult(string Project, int Passed, IReadOnlyList<FailedTest> Failed, IReadOnlyList<SkippedTest> Skipped, TimeSpan Took);

/// <summary>How the tests of all projects went. A run in which no test passed or failed has not succeeded: it has shown nothing.</summary>
internal sealed record TestSummary(IReadOnlyList<ProjectResult> Projects)
{
    public int Passed => Projects.Sum(project => project.Passed);

    public int Failed => Projects.Sum(project => project.Failed.Count);

    public int Skipped => Projects.Sum(project => project.Skipped.Count);

    public bool Succeeded => Failed == 0 && Passed > 0;

    public override string ToString() => $"{Passed} passed, {Failed} failed, {Skipped} skipped";

    /// <summary>The same as <c>--json</c> prints it.</summary>
    public object ToDocument() => new
    {
        Passed,
        Failed,
        Skipped,
        Projects = Projects.Select(project => new { project.Project, project.Passed, project.Failed, project.Skipped, Seconds = Math.Round(project.Took.TotalSeconds, 3) }),
    };
}
