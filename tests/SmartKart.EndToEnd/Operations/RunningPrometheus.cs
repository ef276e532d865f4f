using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace SmartKart.EndToEnd.Operations;

/// <summary>A real Prometheus with this checkout's rules, that scrapes a target every second.</summary>
internal sealed class RunningPrometheus : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(200);

    private readonly DirectoryInfo _folder;
    private readonly Process _process;
    private readonly HttpClient _http;

    private RunningPrometheus(DirectoryInfo folder, Process process, Uri address)
    {
        (_folder, _process) = (folder, process);
        _http = new HttpClient { BaseAddress = address };
    }

    public static RunningPrometheus Start(Uri target)
    {
        var folder = Directory.CreateTempSubdirectory("smartkart-prometheus-");
        var configuration = Path.Combine(folder.FullName, "prometheus.yml");
        File.WriteAllText(configuration, $$"""
            global: {scrape_interval: 1s, evaluation_interval: 1s}
            rule_files: ["{{Repository.PathOf("deploy", "prometheus", "smartkart.rules.yml")}}"]
            scrape_configs:
              - job_name: smartkart
                static_configs: [{targets: ["{{target.Authority}}"]}]
            """);
        var address = $"127.0.0.1:{FreePort()}";
        var start = new ProcessStartInfo("prometheus",
            [$"--config.file={configuration}", $"--storage.tsdb.path={Path.Combine(folder.FullName, "data")}", $"--web.listen-address={address}", "--log.level=error"]);
        return new RunningPrometheus(folder, Process.Start(start)!, new Uri($"http://{address}/"));
    }

    /// <summary>Asks its API until the answer is what is waited for.</summary>
    public async Task<JsonElement> EventuallyAsync(string path, Func<JsonElement, bool> condition)
    {
        var began = Stopwatch.GetTimestamp();
        JsonElement? last = null;
        while (Stopwatch.GetElapsedTime(began) < Deadline)
        {
            try
            {
                last = await AskAsync(path);
                if (condition(last.Value)) return last.Value;
            }
            catch (HttpRequestException)
            {
                // It isn't up yet.
            }
            await Task.Delay(BetweenLooks, TestContext.Current.CancellationToken);
        }
        throw new TimeoutException($"{path} was never answered as was waited for; the last answer: {last}");
    }

    /// <summary>One answer of its API, be it an error; while it starts it has none and says 503, which is thrown.</summary>
    public async Task<JsonElement> AskAsync(string path)
    {
        using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        if (answer.StatusCode == HttpStatusCode.ServiceUnavailable) answer.EnsureSuccessStatusCode();
        using var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return document.RootElement.Clone();
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
