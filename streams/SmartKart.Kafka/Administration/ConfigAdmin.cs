using SmartKart.Kafka.Native.LibRdKafka;

namespace SmartKart.Kafka;

/// <summary>Settings of topics, brokers and groups. Safe to share between threads.</summary>
public sealed class ConfigAdmin
{
    private readonly AdminClient _client;

    internal ConfigAdmin(AdminClient client) => _client = client;

    /// <summary>The settings in force, the broker's defaults included, in ordinal order of their names.</summary>
    /// <param name="resources">Whose.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <exception cref="KafkaException">No broker answered.</exception>
    public async Task<IReadOnlyList<AdminResult<IReadOnlyList<ConfigEntry>>>> DescribeAsync(
        IEnumerable<ConfigResource> resources, CancellationToken cancellation = default)
    {
        using var requests = new RequestObjects(ConfigAdminApi.DestroyResource);
        foreach (var resource in resources) requests.Add(ConfigAdminApi.NewResource((int)resource.Kind, resource.Name));
        if (requests.Count == 0) return [];
        return await _client.CallAsync(
            AdminOperation.DescribeConfigs, "describing settings",
            (client, options, queue) => ConfigAdminApi.Describe(client, requests.Pointers, requests.Count, options, queue), ReadDescribed, cancellation);
    }

    /// <summary>Changes single settings and leaves the others as they are. Of one resource all are changed or none.</summary>
    /// <param name="changes">What to change.</param>
    /// <param name="cancellation">Stops waiting; they may be changed all the same.</param>
    /// <exception cref="KafkaException">No broker answered.</exception>
    public async Task<IReadOnlyList<AdminResult>> AlterAsync(IEnumerable<ConfigChange> changes, CancellationToken cancellation = default)
    {
        using var requests = new RequestObjects(ConfigAdminApi.DestroyResource);
        foreach (var group in changes.GroupBy(change => change.Resource))
        {
            var resource = requests.Add(ConfigAdminApi.NewResource((int)group.Key.Kind, group.Key.Name));
            foreach (var change in group)
                KafkaErrors.ThrowIfError(
                    ConfigAdminApi.AddChange(resource, change.Name, (int)change.Operation, change.Value), $"changing {change.Name} of {group.Key}");
        }
        if (requests.Count == 0) return [];
        return await _client.CallAsync(
            AdminOperation.IncrementalAlterConfigs, "changing settings",
            (client, options, queue) => ConfigAdminApi.Alter(client, requests.Pointers, requests.Count, options, queue), ReadAltered, cancellation);
    }

    private unsafe IReadOnlyList<AdminResult<IReadOnlyList<ConfigEntry>>> ReadDescribed(EventHandle answer)
    {
        var resources = ConfigAdminApi.Described(answer, out var count);
        return Answers.Each(resources, count, resource =>
        {
            var (name, error) = ReadResult(resource, "describing the settings of");
            return new AdminResult<IReadOnlyList<ConfigEntry>>(name, error is null ? ReadEntries(resource) : null, error);
        });
    }

    private unsafe IReadOnlyList<AdminResult> ReadAltered(EventHandle answer)
    {
        var resources = ConfigAdminApi.Altered(answer, out var count);
        return Answers.Each(resources, count, resource =>
        {
            var (name, error) = ReadResult(resource, "changing the settings of");
            return new AdminResult(name, error);
        });
    }

    private (string Name, KafkaException? Error) ReadResult(nint native, string doing)
    {
        var resource = new ConfigResource((ConfigResourceKind)ConfigAdminApi.Type(native), Answers.Text(ConfigAdminApi.Name(native)));
        return (resource.Name, _client.Error(ConfigAdminApi.Error(native), ConfigAdminApi.ErrorText(native), $"{doing} {resource}"));
    }

    private static unsafe IReadOnlyList<ConfigEntry> ReadEntries(nint resource)
    {
        var entries = ConfigAdminApi.Entries(resource, out var count);
        return [.. Answers.Each(entries, count, ConfigEntry.Read).OrderBy(entry => entry.Name, StringComparer.Ordinal)];
    }
}
