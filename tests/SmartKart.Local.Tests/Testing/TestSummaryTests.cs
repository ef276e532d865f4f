using SmartKart.Local.Testing;

namespace SmartKart.Local.Tests.Testing;

public sealed class TestSummaryTests
{
    [Fact]
    public void The_closing_line_adds_up_the_projects() =>
        new TestSummary([Project(passed: 3, failed: 1, skipped: 0), Project(passed: 4, failed: 0, skipped: 2)]).ToString().ShouldBe("7 passed, 1 failed, 2 skipped");

    [Theory]
    [InlineData(1, 0, 0, true)]
    [InlineData(1, 0, 5, true)]
    [InlineData(9, 1, 0, false)]
    [InlineData(0, 0, 0, false)]
    [InlineData(0, 0, 5, false)]
    public void A_run_succeeds_when_something_passed_and_nothing_failed(int passed, int failed, int skipped, bool succeeded) =>
        new TestSummary([Project(passed, failed, skipped)]).Succeeded.ShouldBe(succeeded);

    private static ProjectResult Project(int passed, int failed, int skipped) => new(
        "Some.Tests",
        passed,
        [.. Enumerable.Range(0, failed).Select(i => new FailedTest($"F{i}", "", ""))],
        [.. Enumerable.Range(0, skipped).Select(i => new SkippedTest($"S{i}", "no data"))],
        TimeSpan.FromSeconds(1));
}
