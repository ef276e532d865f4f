using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using SmartKart.Prometheus.Pages;

namespace SmartKart.EndToEnd.Operations;

/// <summary>Rules and dashboard, held to promtool, to a real Prometheus and to the page of a platform that works.</summary>
public sealed partial class PrometheusTests(RunningPlatform platform) : IClassFixture<RunningPlatform>
{
    private static readonly string Rules = Repository.PathOf("deploy", "prometheus", "smartkart.rules.yml");

    [Theory]
    [InlineData("check", "rules", "smartkart.rules.yml")]
    [InlineData("test", "rules", "smartkart.rules.test.yml")]
    [InlineData("check", "config", "prometheus.yml")]
    public async Task What_is_shipped_for_Prometheus_is_sound_to_promtool(params string[] arguments)
    {
        var start = new ProcessStartInfo("promtool", arguments) { WorkingDirectory = Path.GetDirectoryName(Rules) };

        var run = await ProcessRun.RunAsync(start);

        run.Status.ShouldBe(0, run.Output + run.Errors);
    }

    [Fact]
    public async Task The_page_of_metrics_is_one_that_promtool_has_nothing_to_say_of()
    {
        using var process = Process.Start(new ProcessStartInfo("promtool", ["check", "metrics"]) { RedirectStandardInput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.StandardInput.WriteAsync(await platform.PageAsync());
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        (await errors).ShouldBeEmpty();
        process.ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task Every_metric_that_a_rule_or_a_panel_names_is_on_the_page()
    {
        var page = MetricsPage.Read(await platform.PageAsync());
        var recorded = Recorded().Matches(await File.ReadAllTextAsync(Rules, TestContext.Current.CancellationToken)).Select(match => match.Groups[1].Value).ToHashSet();
        string[] expressions = [.. Queries(), .. Expressions()];

        var named = expressions.SelectMany(expression => Metric().Matches(expression)).Select(match => match.Value).Distinct().ToList();

        named.Count.ShouldBeGreaterThan(15);
        named.Where(name => name.Contains(':', StringComparison.Ordinal)).ShouldBeSubsetOf(recorded);
        var there = page.Samples.Select(sample => sample.Name).ToHashSet();
        named.Where(name => !name.Contains(':', StringComparison.Ordinal)).ShouldBeSubsetOf(there);
    }

    [Fact]
    public async Task A_real_Prometheus_scrapes_the_worker_answers_every_panel_and_tells_of_dead_letters()
    {
        await using var prometheus = RunningPrometheus.Start(platform.Metrics);

        var alerts = await prometheus.EventuallyAsync("api/v1/alerts", answer => Firing(answer).Any(alert => Name(alert) == "SmartKartDeadLetters"));

        Firing(alerts).Select(alert => alert.GetProperty("labels").GetProperty("topic").GetString()).ShouldBe(["cart_updated"]);
        Firing(alerts).Select(Name).ShouldAllBe(name => name == "SmartKartDeadLetters", "nothing else is wrong");
        foreach (var query in Queries())
            (await prometheus.AskAsync($"api/v1/query?query={Uri.EscapeDataString(query)}")).GetProperty("status").GetString().ShouldBe("success", query);
    }

    [Fact]
    public async Task Lag_tells_records_and_seconds_watermarks_stores_and_dead_letters()
    {
        var lag = await platform.DocumentAsync("lag");

        var carts = lag.GetProperty("topologies").EnumerateArray().Single(topology => topology.GetProperty("name").GetString() == "carts");
        carts.GetProperty("hasRun").GetBoolean().ShouldBeTrue();
        (carts.GetProperty("records").GetInt64(), carts.GetProperty("seconds").GetDouble()).ShouldBe((0, 0));
        carts.GetProperty("watermark").GetDateTimeOffset().ShouldBeGreaterThan(DateTimeOffset.UnixEpoch);
        carts.GetProperty("stores").EnumerateArray().ShouldContain(store => store.GetProperty("entries").GetInt64() > 0 && store.GetProperty("bytes").GetInt64() > 0);
        var orders = lag.GetProperty("topologies").EnumerateArray().Single(topology => topology.GetProperty("name").GetString() == "orders");
        orders.GetProperty("hasRun").GetBoolean().ShouldBeFalse();
        orders.GetProperty("records").GetInt64().ShouldBeGreaterThan(0);
        orders.GetProperty("seconds").GetDouble().ShouldBeGreaterThan(0, "what waits grows old");
        lag.GetProperty("deadLetters").GetProperty("records").GetInt64().ShouldBe(2, "a transaction's markers are no letters");
        var letters = lag.GetProperty("deadLetters").GetProperty("byTopic");
        letters.GetProperty("cart_updated").GetInt64().ShouldBe(2, "features and carts both refused it");
        lag.GetProperty("workers")[0].GetProperty("answers").GetBoolean().ShouldBeTrue();
    }

    private static IEnumerable<JsonElement> Firing(JsonElement answer) =>
        answer.GetProperty("data").GetProperty("alerts").EnumerateArray().Where(alert => alert.GetProperty("state").GetString() == "firing");

    private static string? Name(JsonElement alert) => alert.GetProperty("labels").GetProperty("alertname").GetString();

    private static string[] Queries()
    {
        using var dashboard = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("deploy", "grafana", "smartkart.json")));
        return [.. dashboard.RootElement.GetProperty("panels").EnumerateArray()
            .SelectMany(panel => panel.GetProperty("targets").EnumerateArray())
            .Select(target => target.GetProperty("expr").GetString()!)];
    }

    // What a rule computes, without what it tells a person.
    private static IEnumerable<string> Expressions() => File.ReadAllLines(Rules)
        .Where(line => !line.Contains('#', StringComparison.Ordinal) && !line.Contains("record:", StringComparison.Ordinal)
            && !line.Contains("summary:", StringComparison.Ordinal) && !line.Contains("description:", StringComparison.Ordinal));

    [GeneratedRegex(@"\b(smartkart[:_]|process_|dotnet_)[a-z0-9_:]+")]
    private static partial Regex Metric();

    [GeneratedRegex("record: ([a-z0-9_:]+)")]
    private static partial Regex Recorded();
}
