using System.Text.Json;

namespace SmartKart.EndToEnd.CommandLine;

public sealed class SimulateTests : IDisposable
{
    private readonly DataFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task A_simulated_folder_has_the_truth_beside_its_events_and_replay_reads_all_of_them()
    {
        var folder = Path.Combine(Path.GetDirectoryName(_data.Path)!, "two-days");

        var simulated = await SimulateAsync(folder, "--json");

        var events = simulated.GetProperty("events").GetInt64();
        events.ShouldBeGreaterThan(1_000);
        Directory.EnumerateFiles(Path.Combine(folder, "truth"), "*.parquet", SearchOption.AllDirectories).ShouldNotBeEmpty();
        var replayed = await _data.DocumentAsync("replay", folder, "--dry-run");
        replayed.GetProperty("eventsSent").GetInt64().ShouldBe(events);

        var again = await ProcessRun.SmartKartAsync("simulate", "--users", "50", "--days", "2", "--out", folder);
        again.Status.ShouldBe(1);
        again.Errors.ShouldContain(folder);
    }

    [Theory]
    [InlineData("--users", "0", "--users is 1 to 10000000.")]
    [InlineData("--fraud", "0.9", "--fraud is 0 to 0.5.")]
    [InlineData("--drift", "soon", "--drift")]
    public async Task An_option_out_of_its_range_is_named(string option, string value, string said)
    {
        var run = await ProcessRun.SmartKartAsync("simulate", "--dry-run", option, value);

        run.Status.ShouldBe(2);
        run.Errors.ShouldContain(said);
    }

    private static async Task<JsonElement> SimulateAsync(string folder, params string[] more)
    {
        var run = await ProcessRun.SmartKartAsync(["simulate", "--users", "50", "--days", "2", "--out", folder, .. more]);
        run.Status.ShouldBe(0, run.Errors);
        using var document = JsonDocument.Parse(run.Output);
        return document.RootElement.Clone();
    }
}
