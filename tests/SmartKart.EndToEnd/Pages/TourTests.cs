using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using SmartKart.EndToEnd.CommandLine;
using SmartKart.FeatureStore.Online.Server;

namespace SmartKart.EndToEnd.Pages;

/// <summary>
/// What a demo that stays up says that can be tried, and the README's five minutes: each line is typed as it stands, while the same demo runs.
/// </summary>
public sealed class TourTests : IDisposable
{
    private const string Section = "## Five minutes", Printed = "localhost:8080", Visitor = "anon:you", Reader = "anon:reader";
    private const string LastLine = "Ctrl-C stops it.";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    private readonly ShopFolder _shop = new();

    public void Dispose() => _shop.Dispose();

    [Fact]
    public async Task A_demo_stays_up_until_Ctrl_C_and_its_own_lines_and_those_of_the_README_do_what_they_say()
    {
        Assert.SkipUnless(PrivateRedis.IsInstalled, "redis-server is not installed; apt-get install redis-server");
        Assert.SkipUnless(File.Exists("/usr/bin/curl"), "/usr/bin/curl is not installed, with which a reader of the README asks the API; apt-get install curl");
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var taken = ((IPEndPoint)other.LocalEndpoint).Port;
        await using var demo = RunningSmartKart.Start([$"SMARTKART__Serving__Port={taken}"], ["demo", "--json"], _shop.Path);
        var api = await ApiAsync(demo);
        (await demo.ErrorLineAsync("is taken by another program"))
            .ShouldContain($"port {taken} is taken by another program (Serving:Port names another): the API is at {api}");

        await DoWhatItSaysAsync(demo, api);
        await DoWhatTheReadmeSaysAsync(api);
        await ToldApartAsync();

        (await demo.StopAsync("INT")).ShouldBe(0);
        File.Exists(Path.Combine(_shop.Path, ".smartkart", "serving.json")).ShouldBeFalse();
        other.Stop();
        (await RunAsync($"SMARTKART__Serving__Port={taken} smartkart recommend user-107")).Errors
            .ShouldContain($"No inference API answers at http://127.0.0.1:{taken}/");
    }

    private static async Task<Uri> ApiAsync(RunningSmartKart demo)
    {
        using var document = await demo.DocumentAsync();
        var api = new Uri(document.RootElement.GetProperty("api").GetString()!);
        using var http = new HttpClient();
        (await http.GetStringAsync(api, TestContext.Current.CancellationToken)).ShouldContain("<title>SmartKart");
        return api;
    }

    // The lines that the demo printed itself, in their order.
    private async Task DoWhatItSaysAsync(RunningSmartKart demo, Uri api)
    {
        var said = new List<string>();
        for (var line = ""; !line.Contains(LastLine, StringComparison.Ordinal); line = await demo.ErrorLineAsync("")) said.Add(line.Trim());
        said.ShouldContain(api.ToString());
        var lines = said.Where(line => line.StartsWith("curl ", StringComparison.Ordinal) || line.StartsWith("sleep ", StringComparison.Ordinal)
            || line.StartsWith(Repository.PathOf("smartkart"), StringComparison.Ordinal)).ToList();
        lines.Count.ShouldBe(6, string.Join('\n', said));
        await HoldAsync(lines);
    }

    private async Task DoWhatTheReadmeSaysAsync(Uri api)
    {
        var blocks = FencedBlock.Of(Repository.PathOf("README.md"), Section);
        blocks[0].Text.ShouldStartWith("./smartkart demo ");
        var lines = blocks[1].Text.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n');
        lines.Count(line => line.Contains(Printed, StringComparison.Ordinal)).ShouldBe(3);
        await HoldAsync([.. lines.Select(line => line.Replace(Printed, api.Authority).Replace(Visitor, Reader))]);
    }

    // A list, an event, the list again, which is another; then commands, whose first tells what the event became.
    private async Task HoldAsync(List<string> lines)
    {
        var (before, sent) = (Json(await DoAsync(lines[0])), Json(await DoAsync(lines[1])));
        before.GetProperty("rung").GetString().ShouldBe("popular");
        sent.GetProperty("accepted").GetInt32().ShouldBe(1);
        var after = before;
        for (var began = Stopwatch.GetTimestamp(); after.GetProperty("rung").GetString() != "fresh" && Stopwatch.GetElapsedTime(began) < Patience; )
        {
            await Task.Delay(BetweenLooks, TestContext.Current.CancellationToken);
            after = Json(await DoAsync(lines[2]));
        }
        Products(after).ShouldNotBe(Products(before));
        var printed = new Dictionary<string, string>();
        foreach (var line in lines.Skip(3)) printed.Add(Words(line)[1], await DoAsync(line));
        printed["features"].ShouldContain("recent_products");
        printed["features"].ShouldContain("product-");
        printed["recommend"].ShouldContain("Made fresh (rung), shop_recommender version 1");
        printed["lag"].ShouldContain("features");
        if (printed.TryGetValue("pipeline", out var pipeline)) pipeline.ShouldContain("version=2");
        if (printed.TryGetValue("models", out var models)) models.ShouldContain("champion");
    }

    // One command tells what is missing from what is too old, as of any instant.
    private async Task ToldApartAsync()
    {
        var old = Json(await DoAsync("smartkart features get visitor user_id=user-107 --at 2026-03-20T00:00Z --json"));
        old.GetProperty("views").EnumerateArray().Select(view => view.GetProperty("status").GetString()).ShouldBe(["expired", "present", "present"]);
        var nobody = Json(await DoAsync("smartkart features get visitor user_id=nobody --json"));
        nobody.GetProperty("features").EnumerateArray().ShouldAllBe(feature => feature.GetProperty("status").GetString() == "missing");
        (await RunAsync("smartkart features get visitr user_id=nobody")).Errors.ShouldContain("Did you mean 'visitor'?");
    }

    private async Task<string> DoAsync(string line)
    {
        var run = await RunAsync(line);
        run.Status.ShouldBe(0, $"{line}: {run.Errors}");
        return run.Output;
    }

    // In a shell as a reader has one, in the demo's folder, but with this checkout's build as the command, and without its set-up.
    private Task<ProcessRun> RunAsync(string line)
    {
        var command = _shop.Command();
        var typed = line.Replace(Repository.PathOf("smartkart"), "smartkart").Replace("./smartkart", "smartkart");
        var shell = new ProcessStartInfo("bash", ["-c", $"smartkart() {{ dotnet '{command.ArgumentList[0]}' \"$@\"; }}\nset -euo pipefail\n{typed}"])
        {
            WorkingDirectory = command.WorkingDirectory,
        };
        foreach (var variable in shell.Environment.Keys.Except(command.Environment.Keys).ToArray()) shell.Environment.Remove(variable);
        return ProcessRun.RunAsync(shell);
    }

    private static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static IEnumerable<string?> Products(JsonElement list) =>
        list.GetProperty("recommendations").EnumerateArray().Select(product => product.GetProperty("product_id").GetString());

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;
}
