using SmartKart.Kafka.Native.LibRdKafka;

namespace SmartKart.Kafka;

/// <summary>
/// What groups committed. To change or delete it for partitions that a member reads is refused, partition by partition: the group must have
/// no members, or none on that topic. Safe to share between threads.
/// </summary>
public sealed class GroupOffsetAdmin
{
    private readonly AdminClient _client;

    internal GroupOffsetAdmin(AdminClient client) => _client = client;

    /// <summary>What a group committed, per partition the next offset to read.</summary>
    /// <param name="group">The group; one that does not exist committed nothing.</param>
    /// <param name="partitions">Of which partitions; null for all of which it committed something.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>In the order of topic and partition; <see cref="Offset.None"/> where nothing was committed.</returns>
    /// <exception cref="KafkaException">No broker answered.</exception>
    public Task<IReadOnlyList<PartitionResult>> ListAsync(
        string group, IEnumerable<TopicPartition>? partitions = null, CancellationToken cancellation = default) =>
        ListAsync(group, partitions, stableOnly: false, cancellation);

    /// <summary>
    /// What a group committed, where that is settled: a partition of which a transaction that is still open would commit something answers
    /// with <see cref="KafkaErrorCode.UnstableOffsetCommit"/>, to be asked again.
    /// </summary>
    /// <inheritdoc cref="ListAsync(string, IEnumerable{TopicPartition}?, CancellationToken)"/>
    public Task<IReadOnlyList<PartitionResult>> ListStableAsync(
        string group, IEnumerable<TopicPartition>? partitions = null, CancellationToken cancellation = default) =>
        ListAsync(group, partitions, stableOnly: true, cancellation);

    /// <summary>Commits offsets in a group's name, each the next to read.</summary>
    /// <param name="group">The group; one that does not exist comes to be by it.</param>
    /// <param name="offsets">What to commit.</param>
    /// <param name="cancellation">Stops waiting; they may be committed all the same.</param>
    /// <exception cref="KafkaException">No broker answered, or it refused them all: the group has members.</exception>
    public async Task<IReadOnlyList<PartitionResult>> AlterAsync(
        string group, IEnumerable<TopicPartitionOffset> offsets, CancellationToken cancellation = default)
    {
        TopicPartitionOffset[] wanted = [.. offsets];
        if (wanted.Length == 0) return [];
        using var requests = new RequestObjects(GroupAdminApi.DestroyOffsetChange);
        AddChange(requests, group, wanted);
        return await _client.CallAsync(
            AdminOperation.AlterGroupOffsets, $"changing what group '{group}' committed, which must have no members",
            (client, options, queue) => GroupAdminApi.AlterOffsets(client, requests.Pointers, requests.Count, options, queue),
            answer => ReadAltered(answer, group), cancellation);
    }

    /// <summary>Forgets what a group committed of some partitions.</summary>
    /// <param name="group">The group.</param>
    /// <param name="partitions">Of which partitions.</param>
    /// <param name="cancellation">Stops waiting; it may be forgotten all the same.</param>
    /// <exception cref="KafkaException">No broker answered, or there is no such group.</exception>
    public async Task<IReadOnlyList<PartitionResult>> DeleteAsync(
        string group, IEnumerable<TopicPartition> partitions, CancellationToken cancellation = default)
    {
        TopicPartition[] wanted = [.. partitions];
        if (wanted.Length == 0) return [];
        using var requests = new RequestObjects(GroupAdminApi.DestroyOffsetDeletion);
        AddDeletion(requests, group, wanted);
        return await _client.CallAsync(
            AdminOperation.DeleteGroupOffsets, $"deleting what group '{group}' committed",
            (client, options, queue) => GroupAdminApi.DeleteOffsets(client, requests.Pointers, requests.Count, options, queue),
            answer => ReadDeleted(answer, group), cancellation);
    }

    private async Task<IReadOnlyList<PartitionResult>> ListAsync(
        string group, IEnumerable<TopicPartition>? partitions, bool stableOnly, CancellationToken cancellation)
    {
        using var requests = new RequestObjects(GroupAdminApi.DestroyOffsetListing);
        AddListing(requests, group, partitions);
        var offsets = await _client.CallAsync(
            AdminOperation.ListGroupOffsets, $"listing what group '{group}' committed",
            (client, options, queue) =>
            {
                if (stableOnly) KafkaErrors.ThrowIfError(AdminApi.SetRequireStableOffsets(options, 1), "asking for stable offsets alone");
                GroupAdminApi.ListOffsets(client, requests.Pointers, requests.Count, options, queue);
            },
            answer => ReadListed(answer, group), cancellation);
        return [.. offsets.OrderBy(each => each.Partition.Topic, StringComparer.Ordinal).ThenBy(each => each.Partition.Partition)];
    }

    private static unsafe void AddListing(RequestObjects requests, string group, IEnumerable<TopicPartition>? partitions)
    {
        if (partitions is null)
        {
            requests.Add(GroupAdminApi.NewOffsetListing(group, null));
            return;
        }
        using var list = new PartitionList(partitions);
        requests.Add(GroupAdminApi.NewOffsetListing(group, list.Native));
    }

    private static unsafe void AddChange(RequestObjects requests, string group, TopicPartitionOffset[] offsets)
    {
        using var list = new PartitionList(offsets);
        requests.Add(GroupAdminApi.NewOffsetChange(group, list.Native));
    }

    private static unsafe void AddDeletion(RequestObjects requests, string group, TopicPartition[] partitions)
    {
        using var list = new PartitionList(partitions);
        requests.Add(GroupAdminApi.NewOffsetDeletion(group, list.Native));
    }

    private unsafe PartitionResult[] ReadListed(EventHandle answer, string group) =>
        ReadPartitions(GroupAdminApi.OffsetsListed(answer, out var count), count, $"listing what group '{group}' committed of");

    private unsafe PartitionResult[] ReadAltered(EventHandle answer, string group) =>
        ReadPartitions(GroupAdminApi.OffsetsAltered(answer, out var count), count, $"changing what group '{group}', which must have no members, committed of");

    private unsafe PartitionResult[] ReadDeleted(EventHandle answer, string group) =>
        ReadPartitions(GroupAdminApi.OffsetsDeleted(answer, out var count), count, $"deleting what group '{group}' committed of");

    private unsafe PartitionResult[] ReadPartitions(nint* groups, nuint count, string doing)
    {
        var results = new List<PartitionResult>();
        foreach (var group in new ReadOnlySpan<nint>(groups, (int)count))
        {
            if (_client.Error(GroupAdminApi.ResultError(group), $"{doing} its partitions") is { } refused) throw refused;
            var partitions = GroupAdminApi.ResultPartitions(group);
            if (partitions != null) results.AddRange(OffsetAdmin.ReadPartitions(_client, partitions, doing));
        }
        return [.. results];
    }
}
