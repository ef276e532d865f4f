namespace SmartKart.Local.Testing;

/// <summary>
/// Which test programs run beside each other. Those that mostly wait (for sessions to expire, for retention, for the disk) run beside those that mostly
/// compute and measure no time; all others have the machine to themselves, for what they do is held to deadlines. Of tests that wait more run at once.
/// </summary>
internal static class TestSchedule
{
    private static readonly string[] Waiting = ["SmartKart.Broker.Tests", "SmartKart.Kafka.Tests"];
    private static readonly string[] Computing =
    [
        "SmartKart.FeatureStore.Tests", "SmartKart.Schemas.Generator.Tests", "SmartKart.Schemas.Tests", "SmartKart.Warehouse.Tests", "SmartKart.Backfill.Tests",
        "SmartKart.Scoring.Tests", "SmartKart.Training.Tests",
    ];
    private static readonly string[] HalfWaiting = ["SmartKart.Kafka.Tests", "SmartKart.Streams.Tests"];

    /// <summary>How many tests of a program run at once, for each processor.</summary>
    public static int TestsPerProcessor(string project) => HalfWaiting.Contains(project) ? 2 : 1;

    /// <summary>Runs each once.</summary>
    /// <param name="programs">What to run.</param>
    /// <param name="run">Runs one.</param>
    /// <returns>The results, in the programs' order.</returns>
    public static async Task<IReadOnlyList<ProjectResult>> RunAsync(IReadOnlyList<TestProgram> programs, Func<TestProgram, Task<ProjectResult>> run)
    {
        var results = new Dictionary<string, ProjectResult>();
        foreach (var result in (await Task.WhenAll(OneByOneAsync(Of(Waiting)), OneByOneAsync(Of(Computing)))).SelectMany(each => each)) results.Add(result.Project, result);
        foreach (var result in await OneByOneAsync(programs.Where(program => !results.ContainsKey(program.Project)))) results.Add(result.Project, result);
        return [.. programs.Select(program => results[program.Project])];

        IEnumerable<TestProgram> Of(string[] names) => programs.Where(program => names.Contains(program.Project));

        async Task<List<ProjectResult>> OneByOneAsync(IEnumerable<TestProgram> some)
        {
            var done = new List<ProjectResult>();
            foreach (var program in some) done.Add(await run(program));
            return done;
        }
    }
}
