using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using SmartKart.Benchmarks.Measuring;
using SmartKart.FeatureStore.Online;
using SmartKart.FeatureStore.Online.Connections;
using SmartKart.FeatureStore.Online.Protocol;
using SmartKart.FeatureStore.Online.Reading;

namespace SmartKart.Benchmarks.Questions.Features;

/// <summary>
/// The bytes of a hundred users, as often as it goes, eight callers at once, each waiting for its answer: by the store's client as they are
/// stored, and by redis-benchmark from keys of their own, by MGET.
/// </summary>
internal static class HundredReads
{
    public const string PerSecond = "reads_per_s";

    private const int Callers = 8;
    private const int Reads = 20_000;
    private const int Entities = 100;

    private static readonly byte[] View = "activity_1@1"u8.ToArray();
    private static readonly string[] Keys = [.. Enumerable.Range(0, Entities).Select(user => $"smartkart:{{user:user-{user}}}")];
    private static readonly string[] Copies = [.. Keys.Select(key => $"copy:{key}")];

    /// <summary>By the store's own client, its values found but not read.</summary>
    public static OwnClient Ours(string connection) => new(connection);

    /// <summary>By redis-benchmark.</summary>
    public static IContestant Peer(string connection) => new RedisBenchmark(connection);

    /// <summary>Copies what is stored to keys of one value each, for MGET.</summary>
    public static async Task CopyAsync(string connection, CancellationToken cancel)
    {
        await using var client = new RedisClient(RedisConnectionString.Parse(connection), TimeSpan.FromSeconds(5), TimeProvider.System, NullLogger.Instance);
        var deadline = new Deadline(TimeProvider.System, TimeSpan.FromSeconds(10), nameof(RedisOptions.ReadTimeout));
        var (read, fields, commands) = (new BlobRead(), new HashFields(View), new RespCommands());
        foreach (var key in Keys)
        {
            Encoding.UTF8.GetBytes(key, read.NextKey);
            read.EndKey(fields);
        }
        await read.SendAsync(client, deadline, cancel);
        for (var key = 0; key < Keys.Length; key++)
        {
            if (!read.TryGet(key, out var value)) throw new InvalidOperationException($"There is nothing under {Keys[key]}.");
            commands.Begin(3).Add("SET"u8).Add(Encoding.UTF8.GetBytes(Copies[key])).Add(value);
        }
        (await client.Primary.SendAsync(commands, deadline, cancel)).Dispose();
        read.Clear();
    }

    public sealed class OwnClient(string connection) : IContestant, IAsyncDisposable
    {
        private readonly RedisClient _client = new(
            RedisConnectionString.Parse(connection), TimeSpan.FromSeconds(5), TimeProvider.System, NullLogger.Instance, new RedisOptions().Connections);

        public string Name => "our HGETs";

        public ValueTask DisposeAsync() => _client.DisposeAsync();

        public Task WarmUpAsync(CancellationToken cancel) => RoundAsync(cancel);

        public async Task<IReadOnlyDictionary<string, double>> RoundAsync(CancellationToken cancel)
        {
            var began = Stopwatch.GetTimestamp();
            await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(() => CallAsync(cancel), cancel)));
            return new Dictionary<string, double> { [PerSecond] = Reads / Stopwatch.GetElapsedTime(began).TotalSeconds };
        }

        private async Task CallAsync(CancellationToken cancel)
        {
            var (read, fields) = (new BlobRead(), new HashFields(View));
            var bytes = 0L;
            for (var i = 0; i < Reads / Callers; i++)
            {
                read.Clear();
                foreach (var key in Keys)
                {
                    Encoding.UTF8.GetBytes(key, read.NextKey);
                    read.EndKey(fields);
                }
                await read.SendAsync(_client, new Deadline(TimeProvider.System, TimeSpan.FromSeconds(10), nameof(RedisOptions.ReadTimeout)), cancel);
                for (var key = 0; key < read.Count; key++)
                {
                    if (read.TryGet(key, out var value)) bytes += value.Length;
                }
            }
            if (bytes == 0) throw new InvalidOperationException("There is nothing under the keys that are read.");
        }
    }

    private sealed class RedisBenchmark(string connection) : IContestant
    {
        public string Name => "redis-benchmark's MGET";

        public Task WarmUpAsync(CancellationToken cancel) => RoundAsync(cancel);

        public async Task<IReadOnlyDictionary<string, double>> RoundAsync(CancellationToken cancel)
        {
            var endpoint = RedisConnectionString.Parse(connection).Endpoints[0];
            string[] where = endpoint.IsUnix ? ["-s", endpoint.Host] : ["-h", endpoint.Host, "-p", endpoint.Port.ToString(CultureInfo.InvariantCulture)];
            string[] arguments = [.. where, "-c", $"{Callers}", "-n", $"{Reads}", "--csv", "MGET", .. Copies];
            Process process;
            try
            {
                var start = new ProcessStartInfo("redis-benchmark", arguments) { RedirectStandardOutput = true };
                process = Process.Start(start)!;      // never null without a shell
            }
            catch (System.ComponentModel.Win32Exception cause)
            {
                throw new PeerMissingException(
                    "redis-benchmark", "it could not be started", "Install redis-tools, or start through ./smartkart, which sets up what benchmarks need.", cause);
            }
            using (process)
            {
                var lines = await process.StandardOutput.ReadToEndAsync(cancel);
                await process.WaitForExitAsync(cancel);
                return new Dictionary<string, double> { [PerSecond] = Rate(lines) };
            }
        }

        // "test","rps",… and then "MGET copy:…","12345.67",…
        private static double Rate(string lines)
        {
            var line = lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault() ?? "";
            var fields = line.Split("\",\"");
            return fields.Length > 1 && double.TryParse(fields[1], CultureInfo.InvariantCulture, out var rate)
                ? rate
                : throw new InvalidOperationException($"redis-benchmark printed '{line}', where a rate was due.");
        }
    }
}
