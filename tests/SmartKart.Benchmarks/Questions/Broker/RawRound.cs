using System.Diagnostics;
using SmartKart.Benchmarks.Measuring;
using SmartKart.Broker.Messages;
using SmartKart.Broker.Protocol;
using SmartKart.Broker.Storage;

namespace SmartKart.Benchmarks.Questions.Broker;

/// <summary>
/// What the broker alone can do: produce requests of about a megabyte that were built beforehand, then fetches whose answers are thrown
/// away. Beside it, what a client reaches shows which of the two is the limit.
/// </summary>
internal sealed class RawRound(string name, ServerProcess broker, string topic, int valueBytes, int batches) : IContestant, IDisposable
{
    public const string ProducedPerSecond = "raw_produced_per_s";
    public const string ConsumedPerSecond = "raw_consumed_per_s";

    private const int BatchBytes = 1_000_000;         // librdkafka's batch.size: what its requests carry at full load
    private const int InFlight = 5;                   // as an idempotent client has it
    private const short ProduceVersion = 9, FetchVersion = 12;
    private const short All = -1;

    private readonly int _recordsPerBatch = BatchBytes / Workload.BytesOfRecord(valueBytes);
    private readonly RawConnection _connection = new(broker.Address);
    private long _produced;                           // to each partition, in batches
    private byte[][] _produces = [];

    public string Name => name;

    public Task WarmUpAsync(CancellationToken cancel)
    {
        Prepare();
        return RoundAsync(cancel);
    }

    /// <summary>Makes the topic and the requests.</summary>
    public void Prepare()
    {
        var metadata = new MetadataRequest { Topics = [new() { Name = topic }], AllowAutoTopicCreation = true };
        _connection.Ask<MetadataRequest, MetadataResponse>(ApiKey.Metadata, 9, metadata);
        _produces = [.. Enumerable.Range(0, Workload.Partitions).Select(partition => RawConnection.Framed(ApiKey.Produce, ProduceVersion, Produce(partition)))];
    }

    /// <summary>Writes, then reads what was written.</summary>
    public Task<IReadOnlyDictionary<string, double>> RoundAsync(CancellationToken cancel)
    {
        var from = _produced * _recordsPerBatch;
        var records = (double)batches * _recordsPerBatch;
        var producing = Write(cancel);
        var consuming = Read(from, cancel);
        return Task.FromResult<IReadOnlyDictionary<string, double>>(new Dictionary<string, double>
        {
            [ProducedPerSecond] = records / producing.TotalSeconds,
            [ConsumedPerSecond] = records / consuming.TotalSeconds,
        });
    }

    /// <summary>Appends batches, to each partition as many.</summary>
    public TimeSpan Write(CancellationToken cancel)
    {
        var began = Stopwatch.GetTimestamp();
        for (var sent = 0; sent < batches + InFlight; sent++)
        {
            cancel.ThrowIfCancellationRequested();
            if (sent >= InFlight) Check(_connection.Read<ProduceResponse>(ApiKey.Produce, ProduceVersion));
            if (sent < batches) _connection.Send(_produces[sent % Workload.Partitions]);
        }
        _produced += batches / Workload.Partitions;
        return Stopwatch.GetElapsedTime(began);
    }

    public void Dispose() => _connection.Dispose();

    private TimeSpan Read(long from, CancellationToken cancel)
    {
        var began = Stopwatch.GetTimestamp();
        for (var round = 0; round < batches / Workload.Partitions; round++)
        {
            cancel.ThrowIfCancellationRequested();
            _connection.Send(RawConnection.Framed(ApiKey.Fetch, FetchVersion, Fetch(from + (long)round * _recordsPerBatch)));
            var bytes = _connection.Receive();
            if (bytes < Workload.Partitions * (long)BatchBytes * 9 / 10) throw new InvalidOperationException($"The broker answered a raw fetch of {Workload.Partitions} batches with {bytes} bytes.");
        }
        return Stopwatch.GetElapsedTime(began);
    }

    private static void Check(ProduceResponse response)
    {
        var refused = response.Responses.SelectMany(answer => answer.PartitionResponses).FirstOrDefault(answer => answer.ErrorCode != ErrorCode.None);
        if (refused is not null) throw new InvalidOperationException($"The broker refused a raw produce request with {refused.ErrorCode}: {refused.ErrorMessage}");
    }

    private ProduceRequest Produce(int partition)
    {
        var writer = new RecordBatchWriter();
        writer.Begin(new BatchHeader { ProducerId = -1, ProducerEpoch = -1, BaseSequence = -1, BaseTimestamp = 0 });
        var value = Workload.Value(valueBytes);
        for (var record = 0; record < _recordsPerBatch; record++) writer.Append(timestampMs: 0, BitConverter.GetBytes((long)record), value);
        return new ProduceRequest
        {
            Acks = All,
            TimeoutMs = 30_000,
            TopicData = [new() { Name = topic, PartitionData = [new() { Index = partition, Records = new Records(writer.Finish()) }] }],
        };
    }

    private FetchRequest Fetch(long offset) => new()
    {
        MaxWaitMs = 500,
        MinBytes = 1,
        Topics =
        [
            new()
            {
                Topic = topic,
                Partitions = [.. Enumerable.Range(0, Workload.Partitions).Select(partition => new FetchRequest.FetchPartition { Partition = partition, FetchOffset = offset, PartitionMaxBytes = BatchBytes * 11 / 10 })],
            },
        ],
    };
}
