using System.Diagnostics;
using System.Text.RegularExpressions;
using SmartKart.Backfill.Replay;
using SmartKart.Backfill.Simulation;
using SmartKart.EndToEnd.CommandLine;
using SmartKart.FeatureStore.Online.Server;
using SmartKart.Kafka;
using SmartKart.Schemas.Registry;
using SmartKart.Warehouse.DuckDb;

namespace SmartKart.EndToEnd.Pages;

/// <summary>The steps that docs/features.md takes a newcomer through. The page is the source: what stands there is what runs.</summary>
public sealed partial class FeatureWalkTests : IDisposable
{
    private readonly ShopFolder _shop = new();

    public void Dispose() => _shop.Dispose();

    [Fact]
    public async Task The_steps_from_an_idea_to_production_print_what_the_page_about_features_says()
    {
        Assert.SkipUnless(PrivateRedis.IsInstalled, "redis-server is not installed; apt-get install redis-server");
        var blocks = FencedBlock.Of(Repository.PathOf("docs", "features.md"), "## From an idea to production in ten minutes");
        blocks.Count(block => block.Language == "sh").ShouldBe(7);
        await using var kafka = await DayAsync();
        var printed = "";
        foreach (var block in blocks)
        {
            switch (block.Language)
            {
                case "sh":
                    printed = await RunAsync(block);
                    break;
                case "sql":
                    Query(block.Text);
                    break;
                case "text":
                    PrintedText.Unprinted(block.Text, printed).ShouldBeNull($"docs/features.md:{block.Line}: the command printed\n{printed}");
                    break;
                default:
                    Assert.Fail($"docs/features.md:{block.Line}: nobody knows how to run {block.Language}");
                    break;
            }
        }
    }

    [Theory]
    [InlineData("a\n…\nd", "a\nb\nc\nd\n", null)]
    [InlineData("a\n…", "a\nb\n", null)]
    [InlineData("in 0.3 s: …/x", "in 12.5 s: /tmp/x\n", null)]
    [InlineData("  name    size\n  tea    40 B", "  name   size  \n──────────\n  tea   41 B  \n\n", null)]
    [InlineData("a\nb", "a\n", "b")]
    [InlineData("a", "a\nb\n", "(its end; more was printed: b)")]
    [InlineData("3 keys in 0.3 s", "4 keys in 0.3 s\n", "3 keys in 0.3 s")]
    public void What_was_printed_is_held_to_the_page_but_for_times_sizes_and_layout(string page, string printed, string? missing) =>
        PrintedText.Unprinted(page, printed).ShouldBe(missing);

    // What the page's first step leaves: the demo's day, in the folder's own Kafka. The demo as a whole has its own test.
    private async Task<RunningSmartKart> DayAsync()
    {
        var up = RunningSmartKart.Start("up", "--port", "0", "--registry-port", "0", "--metrics-port", "0", "--topology", "none", "--json", "--data-directory", Path.Combine(_shop.Path, ".smartkart"));
        using var document = await up.DocumentAsync();
        var kafka = KafkaConfiguration.From(new KafkaOptions { BootstrapServers = document.RootElement.GetProperty("bootstrapServers").GetString() });
        using var admin = KafkaAdmin.Open(kafka);
        using var registry = new SchemaRegistryClient(new SchemaRegistryOptions
            { Urls = [new Uri(document.RootElement.GetProperty("schemaRegistry").GetString()!)] });
        await new HistoryReplay(kafka, admin, registry, TimeProvider.System)
            .PublishAsync(new SimulatedHistory(new SimulationOptions()), progress: null, TestContext.Current.CancellationToken);
        return up;
    }

    // In a shell as a reader has one, but with this checkout's build as the command, and without its set-up.
    private async Task<string> RunAsync(FencedBlock block)
    {
        var command = _shop.Command();
        var script = $"smartkart() {{ dotnet {command.ArgumentList[0]} \"$@\"; }}\nset -euo pipefail\n{block.Text}";
        var shell = new ProcessStartInfo("bash", ["-c", script]) { WorkingDirectory = command.WorkingDirectory };
        foreach (var variable in shell.Environment.Keys.Except(command.Environment.Keys).ToArray()) shell.Environment.Remove(variable);
        var run = await ProcessRun.RunAsync(shell);
        run.Status.ShouldBe(0, $"docs/features.md:{block.Line}: {run.Errors}");
        return run.Output;
    }

    // As if DuckDB had been started in the folder. What it writes the next step reads; what it can't do it throws.
    private void Query(string sql)
    {
        using var connection = new DuckDbConnection("Data Source=:memory:");
        connection.Open();
        using var command = connection.CreateCommand(RelativePath().Replace(sql, $"'{_shop.Path}/$1'"));
        command.ExecuteNonQuery();
    }

    [GeneratedRegex(@"'([^'/][^']*\.parquet)'")]
    private static partial Regex RelativePath();
}
