using System.Diagnostics;
using System.Text.Json;

namespace SmartKart.Broker.Tests.Security;

/// <summary>
/// A client that somebody else wrote, as a program of its own: it produces one record, reads it back and prints its value.
/// A test that needs one that is absent is skipped by name.
/// </summary>
internal sealed class SecurePeer
{
    // Far beyond what any of them takes; one that hangs must not hang the tests.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static readonly string NodeFolder = Path.Combine(Repository.Root, "tests", "peers", "node_modules");

    private readonly string _program;
    private readonly string _script;

    private SecurePeer(string program, string script) => (_program, _script) = (program, Path.Combine(Repository.Root, "tests", "SmartKart.Broker.Tests", "Security", script));

    /// <summary>One of kcat, python3-kafka, python3-confluent-kafka and kafkajs.</summary>
    public static SecurePeer Named(string name)
    {
        switch (name)
        {
            case "kcat":
                Assert.SkipUnless(File.Exists("/usr/bin/kcat"), "kcat is not installed; apt-get install kcat");
                return new SecurePeer("/bin/sh", "round_trip_kcat.sh");
            case "python3-kafka":
                Assert.SkipUnless(Directory.Exists("/usr/lib/python3/dist-packages/kafka"), "python3-kafka is not installed; apt-get install python3-kafka");
                return new SecurePeer("/usr/bin/python3", "round_trip_kafka.py");
            case "python3-confluent-kafka":
                Assert.SkipUnless(Directory.Exists("/usr/lib/python3/dist-packages/confluent_kafka"), "python3-confluent-kafka is not installed; apt-get install python3-confluent-kafka");
                return new SecurePeer("/usr/bin/python3", "round_trip_confluent.py");
            default:
                Assert.SkipUnless(Directory.Exists(Path.Combine(NodeFolder, "kafkajs")), "tests/peers/node_modules/kafkajs is not installed; npm ci in tests/peers");
                return new SecurePeer("node", "round_trip_kafkajs.cjs");
        }
    }

    /// <returns>How it ended, and all that it said.</returns>
    public async Task<(int ExitCode, string Said)> RunAsync(Settings settings)
    {
        var start = new ProcessStartInfo(_program, [_script, JsonSerializer.Serialize(settings, JsonSerializerOptions.Web)]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["NODE_PATH"] = NodeFolder;
        foreach (var (name, value) in settings.ForShell()) start.Environment[name] = value;
        using var process = Process.Start(start)!;      // never null without a shell
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, string.Concat(said));
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>How the client is set, in librdkafka's words.</summary>
    internal sealed record Settings(string Bootstrap, string Protocol, string? Mechanism = null, string? User = null, string? Password = null, string? Ca = null, string? Certificate = null, string? Key = null)
    {
        public string Topic { get; init; } = "secured";

        public IEnumerable<(string Name, string Value)> ForShell()
        {
            yield return ("BOOTSTRAP", Bootstrap);
            yield return ("TOPIC", Topic);
            yield return ("SETTINGS", string.Join('\n', new (string, string?)[]
            {
                ("security.protocol", Protocol), ("sasl.mechanism", Mechanism), ("sasl.username", User), ("sasl.password", Password),
                ("ssl.ca.location", Ca), ("ssl.certificate.location", Certificate), ("ssl.key.location", Key),
            }.Where(setting => setting.Item2 is not null).Select(setting => $"{setting.Item1}={setting.Item2}")));
        }
    }
}
