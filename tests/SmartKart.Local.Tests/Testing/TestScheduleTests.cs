using SmartKart.Local.Testing;

namespace SmartKart.Local.Tests.Testing;

public sealed class TestScheduleTests
{
    private static readonly TestProgram[] Programs =
    [
        .. new[] { "SmartKart.Broker.Tests", "SmartKart.EndToEnd", "SmartKart.FeatureStore.Tests", "SmartKart.Topologies.Tests" }.Select(name => new TestProgram(name, "")),
    ];

    [Fact]
    public async Task What_waits_runs_beside_what_computes_and_the_rest_alone()
    {
        var running = new HashSet<string>();
        var together = new List<string>();
        var bothRun = new TaskCompletionSource();

        var results = await TestSchedule.RunAsync(Programs, async program =>
        {
            running.Add(program.Project);
            if (running.Count == 2) bothRun.SetResult();
            if (program.Project is "SmartKart.Broker.Tests" or "SmartKart.FeatureStore.Tests") await bothRun.Task.WaitAsync(TimeSpan.FromSeconds(10));
            together.Add(string.Join('+', running.Order(StringComparer.Ordinal)));
            running.Remove(program.Project);
            return new ProjectResult(program.Project, 1, [], [], TimeSpan.Zero);
        });

        results.Select(result => result.Project).ShouldBe(Programs.Select(program => program.Project));
        together[0].ShouldBe("SmartKart.Broker.Tests+SmartKart.FeatureStore.Tests");
        together[^2..].ShouldBe(["SmartKart.EndToEnd", "SmartKart.Topologies.Tests"]);
    }
}
