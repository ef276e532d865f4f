using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using SmartKart.Broker.Tests.Strangers.ConfluentKafka;

namespace SmartKart.Broker.Tests.Strangers;

/// <summary>A client that nobody here wrote, as a program that is told its task by one JSON argument and prints what it saw as lines of JSON.</summary>
internal sealed class Stranger
{
    public const string Kcat = "kcat", KafkaPython = "kafka-python", ConfluentPython = "confluent-kafka-python", KafkaJs = "kafkajs",
        ConfluentKafka = "Confluent.Kafka";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private const string Python = "/usr/bin/python3", PythonPackages = "/usr/lib/python3/dist-packages";
    private static readonly string Peers = Path.Combine(Repository.Root, "tests", "peers");
    private static readonly string NodeFolder = Path.Combine(Peers, "node_modules");

    private readonly string[] _program;

    private Stranger(params string[] program) => _program = program;

    public static IReadOnlyList<string> All { get; } = [Kcat, KafkaPython, ConfluentPython, KafkaJs, ConfluentKafka];

    /// <summary>Null where it is not installed.</summary>
    public static string? Lacks(string client) => client switch
    {
        Kcat => Absent(File.Exists("/usr/bin/kcat"), "kcat is not installed; apt-get install kcat"),
        KafkaPython => Absent(Directory.Exists($"{PythonPackages}/kafka"), "python3-kafka is not installed; apt-get install python3-kafka"),
        ConfluentPython => Absent(
            Directory.Exists($"{PythonPackages}/confluent_kafka"), "python3-confluent-kafka is not installed; apt-get install python3-confluent-kafka"),
        KafkaJs => Absent(Directory.Exists(Path.Combine(NodeFolder, "kafkajs")), "tests/peers/node_modules/kafkajs is not installed; npm ci in tests/peers"),
        ConfluentKafka => Absent(File.Exists(ConfluentKafkaLibrary.File), $"{ConfluentKafkaLibrary.File} is missing; run ./smartkart, which builds it"),
        _ => throw new ArgumentOutOfRangeException(nameof(client), client, "No such client."),
    };

    /// <summary>The client, or a skip that says what to install.</summary>
    public static Stranger Named(string client)
    {
        if (Lacks(client) is { } absent) Assert.Skip(absent);
        return client switch
        {
            ConfluentKafka => new Stranger(SameProgram.DotNet, SameProgram.Library, ConfluentKafkaProgram.Verb),
            KafkaJs => new Stranger("node", Path.Combine(Peers, "stranger_kafkajs.cjs")),
            Kcat => new Stranger(Python, Path.Combine(Peers, "stranger_kcat.py")),
            KafkaPython => new Stranger(Python, Path.Combine(Peers, "stranger_kafka_python.py")),
            _ => new Stranger(Python, Path.Combine(Peers, "stranger_confluent_python.py")),
        };
    }

    /// <summary>Does one task to its end.</summary>
    /// <returns>The lines that it printed.</returns>
    public async Task<List<JsonObject>> DoAsync(string task, object details)
    {
        using var process = Start(task, details);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
            await process.WaitForExitAsync(patience.Token);
            process.ExitCode.ShouldBe(0, $"{_program[^1]} {task}: {string.Concat(said)}");
            return [.. said[0].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!.AsObject())];
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>Begins a task that goes on until its stdin ends.</summary>
    public Process Start(string task, object details)
    {
        var argument = JsonSerializer.SerializeToNode(details, JsonSerializerOptions.Web)!.AsObject();
        argument["do"] = task;
        var start = new ProcessStartInfo(_program[0], [.. _program[1..], argument.ToJsonString()])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["NODE_PATH"] = NodeFolder;
        return Process.Start(start)!;       // never null without a shell
    }

    private static string? Absent(bool isThere, string otherwise) => isThere ? null : otherwise;
}
