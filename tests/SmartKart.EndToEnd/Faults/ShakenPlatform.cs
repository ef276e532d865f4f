using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using SmartKart.EndToEnd.CommandLine;
using SmartKart.FeatureStore.Online.Server;
using SmartKart.Prometheus.Pages;

namespace SmartKart.EndToEnd.Faults;

/// <summary>
/// Broker, Redis and worker, each a process of its own at an address that stays, so that any of them can end and come back while the others go on; over a
/// data directory that goes with it.
/// </summary>
internal sealed class ShakenPlatform : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(200);

    // What is still under way shows nowhere for a moment: between two topologies, or before the archive looks. So long nothing must have changed.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(4);

    // A killed worker is out of its groups after this, in place of Kafka's 45 s, in which the next one would have been killed too; and the archive's
    // files are finished soon.
    private static readonly string[] Settings =
    [
        "SMARTKART__Broker__Groups__ConsumerSessionTimeout=00:00:02.500", "SMARTKART__Broker__Groups__ConsumerHeartbeatInterval=00:00:00.500",
        "SMARTKART__Archive__RollAfter=00:00:01",
    ];

    private static int _portsTried;

    private readonly DataFolder _data = new();
    private readonly HttpClient _http = new();
    private readonly int _port = FreePort();
    private readonly int _registryPort = FreePort();
    private PrivateRedis _redis = null!;        // all three are set when it has started
    private LongCommand _broker = null!;
    private LongCommand _worker = null!;
    private Uri _metrics = null!;

    private readonly string[] _topologies;

    private ShakenPlatform(string[] topologies) => _topologies = topologies;

    public ArchivedEvents Archive => new(Path.Combine(_data.Path, "warehouse"));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string[] Cluster => ["--bootstrap-servers", $"127.0.0.1:{_port}", "--schema-registry", $"http://127.0.0.1:{_registryPort}", "--data-directory", _data.Path];

    /// <summary>Starts the broker and Redis; the worker comes by <see cref="StartWorkerAsync"/>.</summary>
    /// <param name="topologies">What the worker hosts.</param>
    public static async Task<ShakenPlatform> StartAsync(string[] topologies)
    {
        var platform = new ShakenPlatform(topologies);
        try
        {
            platform._redis = await PrivateRedis.StartAsync(Path.Combine(platform._data.Path, "redis"), cancel: Stop);
            await platform.StartBrokerAsync();
            return platform;
        }
        catch
        {
            await platform.DisposeAsync();
            throw;
        }
    }

    public async Task StartWorkerAsync()
    {
        _worker = LongCommand.Start(Settings, ["streams", "--topology", .. _topologies, "--stream-time", "--metrics-port", "0", "--json", .. Cluster, "--redis", $"127.0.0.1:{_redis.Port}"]);
        _metrics = new Uri((await _worker.DocumentAsync()).GetProperty("metrics").GetString()!);
    }

    /// <summary>The worker ends at once, and by nothing else than this.</summary>
    public async Task KillWorkerAsync()
    {
        ShouldWork();
        (await _worker.EndAsync("KILL")).ShouldBe(137);
        await _worker.DisposeAsync();
    }

    public async Task RestartBrokerAsync(string signal)
    {
        await _broker.EndAsync(signal);
        await _broker.DisposeAsync();
        await StartBrokerAsync();
    }

    /// <summary>Redis ends, with what it has saved if it may, and comes back at the same address.</summary>
    public async Task RestartRedisAsync(string signal)
    {
        var (port, folder) = (_redis.Port, _redis.Directory);
        if (signal == "KILL")
        {
            using (var process = Process.GetProcessById(_redis.ProcessId)) process.Kill();
            await _redis.ExitedAsync(Stop);
        }
        await _redis.DisposeAsync();
        _redis = await PrivateRedis.StartAsync(folder, port, cancel: Stop);
    }

    public async Task EmptyRedisAsync()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _redis.Port, Stop);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes("FLUSHALL\r\n"), Stop);
        using var reader = new StreamReader(stream);
        (await reader.ReadLineAsync(Stop)).ShouldBe("+OK");
    }

    /// <summary>Publishes a history, and where that ends by a fault, goes on with it as it says one should.</summary>
    public async Task<Replayed> ReplayAsync(params string[] history)
    {
        const int runsMax = 20;
        for (var run = 1; ; run++)
        {
            await using var replay = LongCommand.Start(Settings, ["replay", .. history, "--json", .. Cluster]);
            if (await replay.EndAsync() != 0)
            {
                run.ShouldBeLessThan(runsMax, replay.Errors);
                continue;
            }
            var document = await replay.DocumentAsync();
            document.GetProperty("isComplete").GetBoolean().ShouldBeTrue();
            return new Replayed(
                document.GetProperty("topics").EnumerateArray().ToDictionary(
                    topic => topic.GetProperty("topic").GetString()!, topic => topic.GetProperty("sent").GetInt64() + topic.GetProperty("sentBefore").GetInt64()),
                document.GetProperty("lastOccurredAt") is { ValueKind: JsonValueKind.String } last ? last.GetDateTimeOffset() : default,
                run);
        }
    }

    /// <summary>Publishes the events that close a history.</summary>
    public Task<Replayed> CloseAsync(DateTimeOffset at) =>
        ReplayAsync(_data.NewFile("closing.jsonl", ClosingEvents.Lines(at)), "--mapping", _data.NewFile("closing.yaml", ClosingEvents.Mapping));

    /// <summary>Waits until every topology has processed all there is, Redis has what they made, and the archive all events.</summary>
    public async Task SettleAsync()
    {
        var (began, same) = (Stopwatch.GetTimestamp(), Stopwatch.GetTimestamp());
        var (last, page, lag) = (-1d, "", "");
        while (true)
        {
            if (Stopwatch.GetElapsedTime(began) > Deadline) throw new TimeoutException($"The platform is not done. It waits for:\n{Waiting(page)}\nLag, as the cluster last told it: {lag}\nThe worker said: {_worker.Errors}");
            ShouldWork();
            await Task.Delay(BetweenLooks, Stop);
            page = await _http.GetStringAsync(new Uri(_metrics, "metrics"), Stop);
            var found = MetricsPage.Read(page);
            var waits = found.Sum("smartkart_streams_lag_records") + found.Sum("smartkart_featurestore_online_unwritten") + found.Sum("smartkart_topologies_archive_lag_records");
            var rows = found.Sum("smartkart_topologies_archive_rows_total");
            if (waits > 0 || rows != last) same = Stopwatch.GetTimestamp();
            last = rows;
            if (Stopwatch.GetElapsedTime(same) < Settling) continue;
            // What tasks that are still being restored have before them the worker can't tell; the cluster can.
            var topologies = (await DocumentAsync("lag", Cluster)).GetProperty("topologies").EnumerateArray().ToList();
            topologies.RemoveAll(topology => !_topologies.Contains(topology.GetProperty("name").GetString()));
            topologies.Count.ShouldBeGreaterThanOrEqualTo(_topologies.Length - 1);      // the archive is none that it knows
            if (topologies.All(topology => topology.GetProperty("hasRun").GetBoolean() && topology.GetProperty("records").GetInt64() == 0)) return;
            lag = string.Join(", ", topologies.SelectMany(topology => topology.GetProperty("partitions").EnumerateArray())
                .Where(partition => partition.GetProperty("records").GetInt64() > 0));
            same = Stopwatch.GetTimestamp();
        }
    }

    /// <summary>Holds the online features to the archive.</summary>
    public Task<JsonElement> ParityAsync(DateTimeOffset at) =>
        DocumentAsync("features", ["parity", "--at", $"{at:yyyy-MM-ddTHH:mm:ss}Z", "--redis", $"127.0.0.1:{_redis.Port}", "--data-directory", _data.Path]);

    public async ValueTask DisposeAsync()
    {
        if (_worker is not null) await _worker.DisposeAsync();
        if (_broker is not null) await _broker.DisposeAsync();
        if (_redis is not null) await _redis.DisposeAsync();
        _http.Dispose();
        _data.Dispose();
    }

    private async Task StartBrokerAsync()
    {
        _broker = LongCommand.Start(
            Settings, "up", "--topology", "none", "--port", $"{_port}", "--registry-port", $"{_registryPort}", "--metrics-port", "0", "--json",
            "--redis", $"127.0.0.1:{_redis.Port}", "--data-directory", _data.Path);
        await _broker.DocumentAsync();
    }

    // Broker and Redis come and go, and it has to outlive that.
    private void ShouldWork() => _worker.HasEnded.ShouldBeFalse($"the worker ended by itself, and said: {_worker.Errors}");

    // Where a worker's tasks are, and what is not 0 of what they still have before them.
    private static string Waiting(string page) => string.Join('\n', page.Split('\n').Where(line =>
        !line.StartsWith('#') && (line.StartsWith("smartkart_streams_tasks", StringComparison.Ordinal) || line.StartsWith("smartkart_streams_running", StringComparison.Ordinal)
            || (line.Contains("lag_records", StringComparison.Ordinal) || line.Contains("unwritten", StringComparison.Ordinal)) && !line.EndsWith(" 0", StringComparison.Ordinal))));

    private static async Task<JsonElement> DocumentAsync(string command, string[] arguments)
    {
        var run = await ProcessRun.SmartKartAsync([command, .. arguments, "--json"]);
        run.Status.ShouldBe(0, run.Errors + run.Output);
        return JsonElement.Parse(run.Output);
    }

    // Below those that systems give to clients (32768 and up): while nobody listens at one of these, a client that tries it again and again could be given
    // that very port, and would then be connected to itself.
    private static int FreePort()
    {
        const int first = 20_000, count = 10_000;
        while (true)
        {
            var port = first + ((Environment.ProcessId + Interlocked.Increment(ref _portsTried)) % count);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException) when (_portsTried < count)
            {
                // Taken: the next one.
            }
        }
    }
}

/// <summary>What was published of a history.</summary>
/// <param name="Events">Events by topic.</param>
/// <param name="LastOccurredAt">When the last of them happened that the last run published.</param>
/// <param name="Runs">How often it was begun.</param>
internal sealed record Replayed(IReadOnlyDictionary<string, long> Events, DateTimeOffset LastOccurredAt, int Runs);
