using System.Buffers;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using SmartKart.Broker.Compression;
using SmartKart.Broker.Messages;
using SmartKart.Broker.Protocol;
using SmartKart.Broker.Storage;
using SmartKart.Broker.Telemetry;
using SmartKart.Broker.Topics;
using PartitionResponse = SmartKart.Broker.Messages.ProduceResponse.PartitionProduceResponse;

namespace SmartKart.Broker.Handlers.Records;

/// <summary>
/// Appends what a producer sends. All of a request is appended before the call returns, in the connection's order; an answer under
/// <c>acks=all</c> then waits until the disk has it. Hot path: per request and partition.
/// </summary>
internal sealed class ProduceHandler(TopicCatalog topics, BrokerMetrics metrics, ILogger log) : RequestHandler<ProduceRequest, ProduceResponse>(ApiKey.Produce)
{
    private const short All = -1, None = 0, Leader = 1;
    private const short ZstdSince = 7;

    protected override ValueTask<ProduceResponse?> HandleAsync(ProduceRequest request, RequestContext context)
    {
        var response = new ProduceResponse();
        List<Waiting>? waiting = null;
        foreach (var topic in request.TopicData)
        {
            var answers = new ProduceResponse.TopicProduceResponse { Name = topic.Name };
            foreach (var data in topic.PartitionData)
            {
                var answer = new PartitionResponse { Index = data.Index, BaseOffset = -1 };
                answers.PartitionResponses.Add(answer);
                if (Append(topic.Name, data, request.Acks, context.Version, answer) is { } partition && request.Acks == All)
                    (waiting ??= []).Add(new Waiting(partition, partition.Log.DurableAsync(), answer));
            }
            response.Responses.Add(answers);
        }
        if (request.Acks == None) return ValueTask.FromResult<ProduceResponse?>(WithoutAnswer(response));
        return waiting is null ? ValueTask.FromResult<ProduceResponse?>(response) : AwaitAsync(response, waiting);
    }

    /// <returns>The partition where the records lie in its log, now or from an earlier try.</returns>
    private Partition? Append(string topic, ProduceRequest.PartitionProduceData data, short acks, short version, PartitionResponse answer)
    {
        if (acks is not (All or None or Leader)) return Refuse(answer, ErrorCode.InvalidRequiredAcks, $"acks is {acks}; it may be -1 (all), 0 or 1.");
        if (topics.Find(topic, data.Index) is not { } partition) return Refuse(answer, ErrorCode.UnknownTopicOrPartition, message: null);
        if (InternalTopics.Contains(topic)) return Refuse(answer, ErrorCode.InvalidTopic, $"{topic} belongs to the broker; producers cannot write to it.");
        var bytes = data.Records?.Bytes ?? default;
        if (!IsOneBatch(bytes)) return Refuse(answer, ErrorCode.InvalidRecord, "A produce request carries exactly one record batch, of version 2, for a partition.");
        if (version < ZstdSince && new RecordBatch(bytes.FirstSpan).Codec == Codec.Zstd) return Refuse(answer, ErrorCode.UnsupportedCompressionType, "zstd needs Produce version 7 or later.");
        try
        {
            var result = partition.Log.Append(MemoryMarshal.AsMemory(bytes.First).Span);
            answer.ErrorCode = result.Fault.ErrorCode;
            answer.LogStartOffset = result.LogStartOffset;
            if (answer.ErrorCode != ErrorCode.None) return Explain(answer, partition, bytes.FirstSpan);
            (answer.BaseOffset, answer.LogAppendTimeMs) = (result.BaseOffset, result.AppendTimeMs);
            if (result.Fault == AppendFault.None) metrics.Produced(result.LastOffset - result.BaseOffset + 1, bytes.Length);
            return partition;
        }
        catch (CompressionLibraryException missing)
        {
            Log.AppendFailed(log, partition.Id.ToString(), missing);
            return Refuse(answer, ErrorCode.UnsupportedCompressionType, missing.Message);
        }
        catch (Exception refusal) when (refusal is LogWriteException or LogFlushException)
        {
            Log.AppendFailed(log, partition.Id.ToString(), refusal);
            return Refuse(answer, ErrorCode.KafkaStorageError, refusal.Message);
        }
        catch (ObjectDisposedException)
        {
            return Refuse(answer, ErrorCode.UnknownTopicOrPartition, message: null);       // deleted between finding it and appending
        }
    }

    // A client that is told which records are at fault sends the others again (KIP-467).
    private static Partition? Explain(PartitionResponse answer, Partition partition, ReadOnlySpan<byte> batch)
    {
        if (answer.ErrorCode != ErrorCode.InvalidRecord || !partition.Log.Settings.Compacts) return null;
        var keyless = BatchAdmission.WithoutKey(new RecordBatch(batch));
        answer.ErrorMessage = $"{partition.Id.Topic} is compacted, and {keyless.Count} records have no key.";
        answer.RecordErrors = [.. keyless.Select(index => new ProduceResponse.BatchIndexAndErrorMessage { BatchIndex = index, BatchIndexErrorMessage = "The record has no key." })];
        return null;
    }

    // One batch that fills the field; what else it must be, the log checks.
    private static bool IsOneBatch(in ReadOnlySequence<byte> bytes) =>
        bytes.IsSingleSegment && bytes.Length >= RecordBatch.HeaderBytes && new RecordBatch(bytes.FirstSpan) is var batch
        && (batch.MagicByte != RecordBatch.Magic || batch.TotalBytes == bytes.Length);

    private static Partition? Refuse(PartitionResponse answer, ErrorCode error, string? message)
    {
        (answer.ErrorCode, answer.ErrorMessage) = (error, message);
        return null;
    }

    // Who wants no answer learns of a fault as Kafka tells it: the connection closes.
    private static ProduceResponse? WithoutAnswer(ProduceResponse response) =>
        response.Responses.SelectMany(topic => topic.PartitionResponses.Select(partition => (topic.Name, Partition: partition))).FirstOrDefault(answer => answer.Partition.ErrorCode != ErrorCode.None) is { Name: { } name } refused
            ? throw new RefusedWithoutAnswerException($"its produce request to {name}-{refused.Partition.Index}, which asked for no answer, was refused with {refused.Partition.ErrorCode}")
            : null;

    private async ValueTask<ProduceResponse?> AwaitAsync(ProduceResponse response, List<Waiting> waiting)
    {
        foreach (var (partition, durable, answer) in waiting)
        {
            try
            {
                await durable;
            }
            catch (Exception refusal) when (refusal is LogFlushException or ObjectDisposedException)
            {
                Log.AppendFailed(log, partition.Id.ToString(), refusal);
                answer.BaseOffset = -1;
                Refuse(answer, ErrorCode.KafkaStorageError, refusal.Message);
            }
        }
        return response;
    }

    private readonly record struct Waiting(Partition Partition, Task Durable, PartitionResponse Answer);
}
