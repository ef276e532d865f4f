using Microsoft.Extensions.Logging;
using SmartKart.Broker.Messages;
using SmartKart.Broker.Network;
using SmartKart.Broker.Protocol;
using SmartKart.Broker.Storage;
using SmartKart.Broker.Telemetry;
using SmartKart.Broker.Topics;
using RecordsField = SmartKart.Broker.Protocol.Records;

namespace SmartKart.Broker.Handlers.Records;

/// <summary>
/// Hands out batches as they lie in the logs, and waits for more where there are too few. Fetch sessions (KIP-227) are declined, as
/// the protocol provides: every answer has session 0, so every request names all its partitions. Hot path: per request and partition.
/// </summary>
internal sealed class FetchHandler(TopicCatalog topics, NetworkLimits limits, BrokerMetrics metrics, TimeProvider time, ILogger log)
    : RequestHandler<FetchRequest, FetchResponse>(ApiKey.Fetch)
{
    private const sbyte ReadCommitted = 1;
    private const int NoSession = 0;

    protected override async ValueTask<FetchResponse?> HandleAsync(FetchRequest request, RequestContext context)
    {
        if (request.SessionId != NoSession) return new FetchResponse { ErrorCode = ErrorCode.FetchSessionIdNotFound };
        var started = time.GetTimestamp();
        // No longer than a client may be silent: one that has gone without a word would be waited for all that time.
        var longest = TimeSpan.FromMilliseconds(Math.Clamp(request.MaxWaitMs, 0, limits.IdleTimeout.TotalMilliseconds));
        var wanted = Find(request, context.Version);
        DataSignal? signal = null;
        try
        {
            while (true)
            {
                var reading = new Reading(request, context, Math.Min(request.MaxBytes, limits.MaxFetchBytes));
                foreach (var topic in wanted) Read(topic, reading);
                var left = longest - time.GetElapsedTime(started);
                if (reading.Bytes >= request.MinBytes || reading.HasError || left <= TimeSpan.Zero || wanted.Count == 0)
                {
                    metrics.Fetched(reading.Bytes);
                    return reading.Response;
                }
                context.Release();
                if (signal is null)
                {
                    signal = new DataSignal();
                    foreach (var topic in wanted) topic.Watch(signal);      // what came before is found by the next reading
                }
                else await signal.WaitAsync(left, time, context.Cancellation);
            }
        }
        finally
        {
            if (signal is not null)
                foreach (var topic in wanted) topic.Unwatch(signal);
        }
    }

    private List<WantedTopic> Find(FetchRequest request, short version)
    {
        const short idsSince = 13;
        var wanted = new List<WantedTopic>(request.Topics.Count);
        foreach (var topic in request.Topics)
        {
            var isKnown = version < idsSince ? topics.TryFind(topic.Topic, out var found) : topics.TryFind(topic.TopicId, out found);
            var missing = version < idsSince || isKnown ? ErrorCode.UnknownTopicOrPartition : ErrorCode.UnknownTopicId;
            wanted.Add(new WantedTopic(topic, found, missing));
        }
        return wanted;
    }

    private void Read(WantedTopic topic, Reading reading)
    {
        var answers = new FetchResponse.FetchableTopicResponse { Topic = topic.Request.Topic, TopicId = topic.Request.TopicId };
        foreach (var wanted in topic.Request.Partitions)
        {
            var answer = new FetchResponse.PartitionData { PartitionIndex = wanted.Partition, HighWatermark = -1, Records = new RecordsField(ReadOnlyMemory<byte>.Empty) };
            answers.Partitions.Add(answer);
            answer.ErrorCode = topic.Find(wanted.Partition) is { } partition ? Read(partition, wanted, answer, reading) : topic.Missing;
            reading.HasError |= answer.ErrorCode != ErrorCode.None;
        }
        reading.Response.Responses.Add(answers);
    }

    private ErrorCode Read(Partition partition, FetchRequest.FetchPartition wanted, FetchResponse.PartitionData answer, Reading reading)
    {
        if (wanted.CurrentLeaderEpoch > Partition.LeaderEpoch) return ErrorCode.UnknownLeaderEpoch;
        try
        {
            var isCommitted = reading.Request.IsolationLevel == ReadCommitted;
            // The stable offset first: a transaction that ends meanwhile is then read in the next fetch, with its marker.
            var stable = partition.LastStableOffset;
            var room = Math.Min(reading.BytesLeft, wanted.PartitionMaxBytes);
            var read = partition.Log.Read(wanted.FetchOffset, Math.Max(0, room), atLeastOne: reading.Bytes == 0, isCommitted ? stable : long.MaxValue);
            (answer.HighWatermark, answer.LogStartOffset, answer.LastStableOffset) = (read.HighWatermark, read.LogStartOffset, Math.Min(stable, read.HighWatermark));
            if (read.IsOutOfRange) return ErrorCode.OffsetOutOfRange;
            if (read.Slice.IsEmpty) return ErrorCode.None;
            reading.Add(answer, new LogRecords(read.Slice));
            if (isCommitted)
                answer.AbortedTransactions = [.. partition.Producers.AbortedBetween(wanted.FetchOffset, Math.Min(read.Slice.EndOffset, stable))
                    .Select(aborted => new FetchResponse.AbortedTransaction { ProducerId = aborted.ProducerId, FirstOffset = aborted.FirstOffset })];
            return ErrorCode.None;
        }
        catch (CorruptLogException damage)
        {
            Log.ReadFailed(log, partition.Id.ToString(), damage);
            return ErrorCode.KafkaStorageError;
        }
        catch (ObjectDisposedException)
        {
            return ErrorCode.UnknownTopicOrPartition;                       // deleted while it was read
        }
    }

    /// <summary>A topic of the request, and what it stands for.</summary>
    private readonly record struct WantedTopic(FetchRequest.FetchTopic Request, Topic? Topic, ErrorCode Missing)
    {
        public Partition? Find(int partition) => Topic is not null && (uint)partition < (uint)Topic.Partitions.Length ? Topic.Partitions[partition] : null;

        public void Watch(DataSignal signal)
        {
            foreach (var wanted in Request.Partitions) Find(wanted.Partition)?.Log.Watch(signal);
        }

        public void Unwatch(DataSignal signal)
        {
            foreach (var wanted in Request.Partitions) Find(wanted.Partition)?.Log.Unwatch(signal);
        }
    }

    /// <summary>One try at an answer.</summary>
    private sealed class Reading(FetchRequest request, RequestContext context, int maxBytes)
    {
        public FetchRequest Request => request;
        public FetchResponse Response { get; } = new();
        public int Bytes { get; private set; }
        public int BytesLeft => maxBytes - Bytes;
        public bool HasError { get; set; }

        public void Add(FetchResponse.PartitionData answer, LogRecords records)
        {
            context.Lease(records);
            answer.Records = new RecordsField(records);
            Bytes += records.Length;
        }
    }
}
