using SmartKart.Kafka.Native.LibRdKafka;

namespace SmartKart.Kafka;

/// <summary>Consumer groups and their members, of both protocols. Safe to share between threads.</summary>
public sealed class GroupAdmin
{
    private readonly AdminClient _client;

    internal GroupAdmin(AdminClient client) => _client = client;

    /// <summary>All groups of the cluster, in ordinal order of their names.</summary>
    /// <exception cref="KafkaException">No broker answered, or one did not: its groups would be missing.</exception>
    public Task<IReadOnlyList<GroupListing>> ListAsync(CancellationToken cancellation = default) =>
        _client.CallAsync(AdminOperation.ListGroups, "listing groups", GroupAdminApi.List, ReadListings, cancellation);

    /// <summary>Describes groups; one that does not exist is an error of its own, or dead and without members, as the broker has it.</summary>
    /// <param name="groups">Their names.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <exception cref="KafkaException">No broker answered.</exception>
    public async Task<IReadOnlyList<AdminResult<GroupDescription>>> DescribeAsync(IEnumerable<string> groups, CancellationToken cancellation = default)
    {
        string[] names = [.. groups.Distinct(StringComparer.Ordinal)];
        if (names.Length == 0) return [];
        return await _client.CallAsync(
            AdminOperation.DescribeGroups, "describing groups",
            (client, options, queue) => GroupAdminApi.Describe(client, names, (nuint)names.Length, options, queue), ReadDescriptions, cancellation);
    }

    /// <summary>Describes one group.</summary>
    /// <exception cref="KafkaException">There is no such group, or no broker answered.</exception>
    public async Task<GroupDescription> DescribeAsync(string group, CancellationToken cancellation = default) =>
        (await DescribeAsync([group], cancellation))[0].Value;

    /// <summary>Deletes groups with what they committed. They must have no members.</summary>
    /// <param name="groups">Their names.</param>
    /// <param name="cancellation">Stops waiting; they may be deleted all the same.</param>
    /// <exception cref="KafkaException">No broker answered.</exception>
    public async Task<IReadOnlyList<AdminResult>> DeleteAsync(IEnumerable<string> groups, CancellationToken cancellation = default)
    {
        using var requests = new RequestObjects(GroupAdminApi.DestroyDeletion);
        foreach (var group in groups) requests.Add(GroupAdminApi.NewDeletion(group));
        if (requests.Count == 0) return [];
        return await _client.CallAsync(
            AdminOperation.DeleteGroups, "deleting groups",
            (client, options, queue) => GroupAdminApi.Delete(client, requests.Pointers, requests.Count, options, queue), ReadDeleted, cancellation);
    }

    private unsafe IReadOnlyList<GroupListing> ReadListings(EventHandle answer)
    {
        var errors = GroupAdminApi.ListErrors(answer, out var errorCount);
        if (errorCount > 0) throw _client.Error(errors[0], "listing groups") ?? KafkaErrors.Exception(KafkaErrorCode.Unknown, "A broker failed", "listing groups");
        var groups = GroupAdminApi.Listed(answer, out var count);
        return [.. Answers.Each(groups, count, GroupListing.Read).OrderBy(group => group.Id, StringComparer.Ordinal)];
    }

    private unsafe IReadOnlyList<AdminResult<GroupDescription>> ReadDescriptions(EventHandle answer)
    {
        var groups = GroupAdminApi.Described(answer, out var count);
        return Answers.Each(groups, count, group =>
        {
            var name = Answers.Text(GroupAdminApi.Id(group));
            var error = _client.Error(GroupAdminApi.Error(group), $"describing group '{name}'");
            return new AdminResult<GroupDescription>(name, error is null ? GroupDescription.Read(group) : null, error);
        });
    }

    private unsafe IReadOnlyList<AdminResult> ReadDeleted(EventHandle answer)
    {
        var groups = GroupAdminApi.Deleted(answer, out var count);
        return Answers.Each(groups, count, group =>
        {
            var name = Answers.Text(GroupAdminApi.ResultName(group));
            return new AdminResult(name, _client.Error(GroupAdminApi.ResultError(group), $"deleting group '{name}'"));
        });
    }
}
