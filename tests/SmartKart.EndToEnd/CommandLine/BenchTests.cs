using System.Text.Json;

namespace SmartKart.EndToEnd.CommandLine;

public sealed class BenchTests
{
    [Fact]
    public async Task The_list_as_json_is_one_document_with_each_benchmarks_metrics_units_and_targets()
    {
        var run = await ProcessRun.SmartKartAsync("bench", "--list", "--json");

        run.Status.ShouldBe(0);
        using var document = JsonDocument.Parse(run.Output);
        foreach (var benchmark in document.RootElement.EnumerateArray())
        {
            benchmark.GetProperty("description").GetString().ShouldNotBeNullOrWhiteSpace();
            foreach (var metric in benchmark.GetProperty("metrics").EnumerateArray())
            {
                metric.GetProperty("unit").GetString().ShouldNotBeNullOrWhiteSpace();
                metric.TryGetProperty("target", out _).ShouldBeTrue();
            }
        }
        document.RootElement.EnumerateArray().Select(benchmark => benchmark.GetProperty("name").GetString()).ShouldContain("startup");
    }

    [Fact]
    public async Task The_list_for_a_person_names_the_same_benchmarks()
    {
        var run = await ProcessRun.SmartKartAsync("bench", "--list");

        run.Status.ShouldBe(0);
        run.Output.ShouldContain("startup: How long");
        run.Output.ShouldContain("≤ 1.5");
    }
}
