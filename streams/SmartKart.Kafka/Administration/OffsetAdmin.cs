using SmartKart.Kafka.Native.LibRdKafka;

namespace SmartKart.Kafka;

/// <summary>Where partitions begin and end, and what was when; the deletion of records. Safe to share between threads.</summary>
public sealed class OffsetAdmin
{
    private const int ReadCommitted = 1; // RD_KAFKA_ISOLATION_LEVEL_READ_COMMITTED
    private readonly AdminClient _client;

    internal OffsetAdmin(AdminClient client) => _client = client;

    /// <summary>The offset of a place in each partition.</summary>
    /// <param name="partitions">Which.</param>
    /// <param name="place">Which place.</param>
    /// <param name="committedOnly">The end is that of committed records: before the first transaction that is open.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>Per partition its offset. Where no record is as late as a moment asked for, it is <see cref="Offset.End"/>.</returns>
    /// <exception cref="KafkaException">No broker answered.</exception>
    public async Task<IReadOnlyList<PartitionResult>> ListAsync(
        IEnumerable<TopicPartition> partitions, OffsetSpec place, bool committedOnly = false, CancellationToken cancellation = default)
    {
        TopicPartitionOffset[] wanted = [.. partitions.Distinct().Select(each => each.At(place.Value))];
        if (wanted.Length == 0) return [];
        return await _client.CallAsync(
            AdminOperation.ListOffsets, "listing offsets",
            (client, options, queue) => Ask(client, options, queue, wanted, committedOnly), ReadOffsets, cancellation);
    }

    /// <summary>Deletes the records before an offset.</summary>
    /// <param name="before">Per partition the first offset that stays; <see cref="Offset.End"/> deletes all.</param>
    /// <param name="cancellation">Stops waiting; they may be deleted all the same.</param>
    /// <returns>Per partition where it begins now.</returns>
    /// <exception cref="KafkaException">No broker answered.</exception>
    public async Task<IReadOnlyList<PartitionResult>> DeleteRecordsAsync(IEnumerable<TopicPartitionOffset> before, CancellationToken cancellation = default)
    {
        TopicPartitionOffset[] wanted = [.. before];
        if (wanted.Length == 0) return [];
        using var requests = new RequestObjects(TopicAdminApi.DestroyRecordDeletion);
        AddDeletion(requests, wanted);
        return await _client.CallAsync(
            AdminOperation.DeleteRecords, "deleting records",
            (client, options, queue) => TopicAdminApi.DeleteRecords(client, requests.Pointers, requests.Count, options, queue), ReadDeleted, cancellation);
    }

    private static unsafe void Ask(ClientHandle client, AdminOptionsHandle options, QueueHandle queue, TopicPartitionOffset[] wanted, bool committedOnly)
    {
        if (committedOnly) KafkaErrors.ThrowIfError(AdminApi.SetIsolationLevel(options, ReadCommitted), "asking for committed offsets alone");
        using var list = new PartitionList(wanted);
        TopicAdminApi.ListOffsets(client, list.Native, options, queue);
    }

    private static unsafe void AddDeletion(RequestObjects requests, TopicPartitionOffset[] before)
    {
        using var list = new PartitionList(before);
        requests.Add(TopicAdminApi.NewRecordDeletion(list.Native));
    }

    private unsafe IReadOnlyList<PartitionResult> ReadOffsets(EventHandle answer)
    {
        var listed = TopicAdminApi.OffsetsListed(answer, out var count);
        return Answers.Each(listed, count, each => ReadPartition(TopicAdminApi.ListedPartition(each), "listing offsets of"));
    }

    private unsafe IReadOnlyList<PartitionResult> ReadDeleted(EventHandle answer) =>
        ReadPartitions(_client, TopicAdminApi.RecordsDeleted(answer), "deleting records of");

    private unsafe PartitionResult ReadPartition(NativeTopicPartition* each, string doing) => ReadPartition(_client, each, doing);

    internal static unsafe PartitionResult[] ReadPartitions(AdminClient client, NativeTopicPartitionList* list, string doing)
    {
        var results = new PartitionResult[list->Count];
        for (var at = 0; at < results.Length; at++) results[at] = ReadPartition(client, list->Elements + at, doing);
        return results;
    }

    private static unsafe PartitionResult ReadPartition(AdminClient client, NativeTopicPartition* each, string doing)
    {
        var partition = new TopicPartition(Answers.Text((nint)each->Topic), each->Partition);
        var error = client.Error(each->Error, reason: 0, $"{doing} {partition}");
        return new PartitionResult(partition, each->Offset, error) { Metadata = PartitionList.Metadata(each) };
    }
}
