using System.Diagnostics;
using SmartKart.Benchmarks.Measuring;
using SmartKart.Kafka;

namespace SmartKart.Benchmarks.Questions.Broker;

/// <summary>One producer against one server: from the first record handed over until the last is acknowledged by <c>acks=all</c>.</summary>
internal sealed class ProduceRound(string name, ServerProcess server, string topic, int valueBytes, int records) : IContestant, IDisposable
{
    public const string PerSecond = "produced_per_s";

    /// <summary>Processor time of the server for a record: what noise on the machine moves least.</summary>
    public const string ServerNanoseconds = "server_ns";

    // linger.ms is librdkafka's own default, said here because it matters; idempotence, batch sizes and the rest are the client's.
    private readonly BatchProducer _producer = BatchProducer.Open(Workload.Client(server.Address).With("linger.ms", "5").With("acks", "all"));

    public string Name => name;

    public Task WarmUpAsync(CancellationToken cancel) => RoundAsync(cancel);

    public Task<IReadOnlyDictionary<string, double>> RoundAsync(CancellationToken cancel)
    {
        var cpu = server.Cpu;
        var began = Stopwatch.GetTimestamp();
        Workload.Produce(_producer, topic, valueBytes, records, cancel);
        var took = Stopwatch.GetElapsedTime(began);
        return Task.FromResult<IReadOnlyDictionary<string, double>>(new Dictionary<string, double>
        {
            [PerSecond] = records / took.TotalSeconds,
            [ServerNanoseconds] = (server.Cpu - cpu).TotalNanoseconds / records,
        });
    }

    public void Dispose() => _producer.Dispose();
}
