using SmartKart.Kafka.Native.LibRdKafka;

namespace SmartKart.Kafka;

/// <summary>Topics and their partitions. Safe to share between threads.</summary>
public sealed class TopicAdmin
{
    private const int ErrorBytes = 512;
    private readonly AdminClient _client;

    internal TopicAdmin(AdminClient client) => _client = client;

    /// <summary>The names of all topics, Kafka's own included, in ordinal order.</summary>
    /// <exception cref="KafkaException">No broker answered.</exception>
    public async Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellation = default) =>
        // The one question that librdkafka answers only while the caller waits.
        await Task.Run(ListNames, cancellation).WaitAsync(cancellation);

    /// <summary>Describes topics; one that does not exist is an error of its own.</summary>
    /// <param name="topics">Their names.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <exception cref="KafkaException">No broker answered.</exception>
    public async Task<IReadOnlyList<AdminResult<TopicDescription>>> DescribeAsync(IEnumerable<string> topics, CancellationToken cancellation = default)
    {
        string[] names = [.. topics.Distinct(StringComparer.Ordinal)];
        if (names.Length == 0) return [];
        using var collection = new RequestObjects(TopicAdminApi.DestroyTopicCollection);
        var wanted = collection.Add(TopicAdminApi.NewTopicCollection(names, (nuint)names.Length));
        return await _client.CallAsync(
            AdminOperation.DescribeTopics, "describing topics",
            (client, options, queue) => TopicAdminApi.Describe(client, wanted, options, queue), ReadDescriptions, cancellation);
    }

    /// <summary>Describes one topic.</summary>
    /// <exception cref="KafkaException">There is no such topic, or no broker answered.</exception>
    public async Task<TopicDescription> DescribeAsync(string topic, CancellationToken cancellation = default) =>
        (await DescribeAsync([topic], cancellation))[0].Value;

    /// <summary>Creates topics.</summary>
    /// <param name="topics">Which.</param>
    /// <param name="validateOnly">Only says what would become of it.</param>
    /// <param name="cancellation">Stops waiting; they may be created all the same.</param>
    /// <exception cref="KafkaException">No broker answered, or it refused them all.</exception>
    public async Task<IReadOnlyList<AdminResult>> CreateAsync(IEnumerable<NewTopic> topics, bool validateOnly = false, CancellationToken cancellation = default)
    {
        using var requests = new RequestObjects(TopicAdminApi.DestroyNewTopic);
        foreach (var topic in topics) AddNewTopic(requests, topic);
        if (requests.Count == 0) return [];
        return await _client.CallAsync(
            AdminOperation.CreateTopics, "creating topics",
            (client, options, queue) =>
            {
                if (validateOnly) ValidateOnly(options);
                TopicAdminApi.Create(client, requests.Pointers, requests.Count, options, queue);
            },
            ReadCreated, cancellation);
    }

    /// <summary>Deletes topics with all their records.</summary>
    /// <param name="topics">Their names.</param>
    /// <param name="cancellation">Stops waiting; they may be deleted all the same.</param>
    /// <exception cref="KafkaException">No broker answered, or it refused them all.</exception>
    public async Task<IReadOnlyList<AdminResult>> DeleteAsync(IEnumerable<string> topics, CancellationToken cancellation = default)
    {
        using var requests = new RequestObjects(TopicAdminApi.DestroyDeletion);
        foreach (var topic in topics) requests.Add(TopicAdminApi.NewDeletion(topic));
        if (requests.Count == 0) return [];
        return await _client.CallAsync(
            AdminOperation.DeleteTopics, "deleting topics",
            (client, options, queue) => TopicAdminApi.Delete(client, requests.Pointers, requests.Count, options, queue),
            ReadDeleted, cancellation);
    }

    /// <summary>Gives topics more partitions. Keys move to others by it: what was in order by key before is not across the change.</summary>
    /// <param name="totals">How many each is to have in all, by its name; more than it has.</param>
    /// <param name="cancellation">Stops waiting; they may be created all the same.</param>
    /// <exception cref="KafkaException">No broker answered, or it refused them all.</exception>
    public async Task<IReadOnlyList<AdminResult>> CreatePartitionsAsync(IReadOnlyDictionary<string, int> totals, CancellationToken cancellation = default)
    {
        using var requests = new RequestObjects(TopicAdminApi.DestroyNewPartitions);
        foreach (var (topic, total) in totals) AddNewPartitions(requests, topic, total);
        if (requests.Count == 0) return [];
        return await _client.CallAsync(
            AdminOperation.CreatePartitions, "creating partitions",
            (client, options, queue) => TopicAdminApi.CreatePartitions(client, requests.Pointers, requests.Count, options, queue),
            ReadPartitionsCreated, cancellation);
    }

    private unsafe string[] ListNames()
    {
        KafkaErrors.ThrowIfError(AdminApi.Metadata(_client.Handle, allTopics: 1, onlyTopic: 0, out var metadata, _client.TimeoutMs), _client.Doing("listing topics"));
        try
        {
            var names = new string[metadata->TopicCount];
            for (var at = 0; at < names.Length; at++) names[at] = Answers.Text(metadata->Topics[at].Name);
            Array.Sort(names, StringComparer.Ordinal);
            return names;
        }
        finally
        {
            AdminApi.DestroyMetadata(metadata);
        }
    }

    private unsafe void AddNewTopic(RequestObjects requests, NewTopic topic)
    {
        var error = stackalloc byte[ErrorBytes];
        var native = topic.Partitions == 0 ? 0 : TopicAdminApi.NewTopic(topic.Name, topic.Partitions, topic.ReplicationFactor, error, ErrorBytes);
        if (native == 0)
            throw Refused($"{topic.Partitions} partitions on {topic.ReplicationFactor} brokers cannot be for the new topic '{topic.Name}'", "creating topics");
        requests.Add(native);
        foreach (var (name, value) in topic.Settings ?? new Dictionary<string, string>())
            KafkaErrors.ThrowIfError(TopicAdminApi.SetConfig(native, name, value), $"setting {name} of the new topic '{topic.Name}'");
    }

    private unsafe void AddNewPartitions(RequestObjects requests, string topic, int total)
    {
        var error = stackalloc byte[ErrorBytes];
        var native = total < 1 ? 0 : TopicAdminApi.NewPartitions(topic, (nuint)total, error, ErrorBytes);
        if (native == 0) throw Refused($"{total} partitions for '{topic}' cannot be", "creating partitions");
        requests.Add(native);
    }

    private static unsafe void ValidateOnly(AdminOptionsHandle options)
    {
        var error = stackalloc byte[ErrorBytes];
        KafkaErrors.ThrowIfError(AdminApi.SetValidateOnly(options, 1, error, ErrorBytes), "asking for a validation alone");
    }

    private static KafkaException Refused(string reason, string doing) => KafkaErrors.Exception(KafkaErrorCode.InvalidArgument, reason, doing);

    private unsafe IReadOnlyList<AdminResult<TopicDescription>> ReadDescriptions(EventHandle answer)
    {
        var topics = TopicAdminApi.Described(answer, out var count);
        return Answers.Each(topics, count, topic =>
        {
            var name = Answers.Text(TopicAdminApi.Name(topic));
            var error = _client.Error(TopicAdminApi.Error(topic), $"describing topic '{name}'");
            return new AdminResult<TopicDescription>(name, error is null ? TopicDescription.Read(topic) : null, error);
        });
    }

    private unsafe AdminResult[] ReadCreated(EventHandle answer) => ReadResults(TopicAdminApi.Created(answer, out var count), count, "creating topic");

    private unsafe AdminResult[] ReadDeleted(EventHandle answer) => ReadResults(TopicAdminApi.Deleted(answer, out var count), count, "deleting topic");

    private unsafe AdminResult[] ReadPartitionsCreated(EventHandle answer) =>
        ReadResults(TopicAdminApi.PartitionsCreated(answer, out var count), count, "creating partitions of topic");

    private unsafe AdminResult[] ReadResults(nint* topics, nuint count, string doing) => Answers.Each(topics, count, topic =>
    {
        var name = Answers.Text(TopicAdminApi.ResultName(topic));
        return new AdminResult(name, _client.Error(TopicAdminApi.ResultError(topic), TopicAdminApi.ResultErrorText(topic), $"{doing} '{name}'"));
    });
}
