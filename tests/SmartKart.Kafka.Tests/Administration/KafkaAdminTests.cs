using System.Text;

namespace SmartKart.Kafka.Tests.Administration;

/// <summary>
/// What librdkafka's mock cluster speaks: descriptions of cluster and topics, offsets of partitions and of groups. The rest is tested against
/// the broker.
/// </summary>
public sealed class KafkaAdminTests : IDisposable
{
    private readonly MockCluster _cluster = new(brokers: 2);
    private readonly KafkaAdmin _admin;

    public KafkaAdminTests() => _admin = KafkaAdmin.Open(_cluster.Configuration);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _admin.Dispose();
        _cluster.Dispose();
    }

    [Fact]
    public async Task A_cluster_tells_its_brokers()
    {
        var cluster = await _admin.DescribeClusterAsync(Stop);

        cluster.Brokers.Select(broker => broker.Address).Order(StringComparer.Ordinal).ShouldBe(_cluster.BootstrapServers.Split(',').Order(StringComparer.Ordinal));
        cluster.Brokers.Select(broker => broker.Id).Order().ShouldBe([1, 2]);
        cluster.Controller!.Id.ShouldBe(1);
    }

    [Fact]
    public async Task Topics_are_listed_in_order()
    {
        _cluster.CreateTopic("b");
        _cluster.CreateTopic("a", partitions: 2);

        (await _admin.Topics.ListAsync(Stop)).ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task A_topic_is_described_with_the_leader_and_the_replicas_of_each_partition()
    {
        _cluster.CreateTopic("orders", partitions: 3);

        var topic = await _admin.Topics.DescribeAsync("orders", Stop);

        topic.Name.ShouldBe("orders");
        topic.IsInternal.ShouldBeFalse();
        topic.Partitions.Select(partition => partition.Partition).ShouldBe([0, 1, 2]);
        foreach (var partition in topic.Partitions)
        {
            partition.Leader.ShouldNotBeNull();
            partition.Replicas.ShouldContain(partition.Leader.Id);
            partition.InSyncReplicas.ShouldBe(partition.Replicas);
        }
    }

    [Fact]
    public async Task A_topic_that_does_not_exist_is_an_error_of_its_own()
    {
        _cluster.CreateTopic("orders");

        var topics = await _admin.Topics.DescribeAsync(["orders", "no-such-topic"], Stop);

        topics.Single(topic => topic.Name == "orders").Value.Partitions.Count.ShouldBe(1);
        var missing = topics.Single(topic => topic.Name == "no-such-topic").Error.ShouldBeOfType<KafkaRequestException>();
        missing.Code.ShouldBe(KafkaErrorCode.UnknownTopicOrPartition);
        missing.Message.ShouldContain($"while describing topic 'no-such-topic' at {_cluster.BootstrapServers}.");
    }

    [Fact]
    public async Task Partitions_tell_where_they_begin_and_end()
    {
        var topic = Produce("orders", partitions: 2, records: 10);
        TopicPartition[] partitions = [new(topic, 0), new(topic, 1)];

        (await Offsets(partitions, OffsetSpec.Earliest)).ShouldBe([0, 0]);
        (await Offsets(partitions, OffsetSpec.Latest)).ShouldBe([5, 5]);
    }

    [Fact]
    public async Task What_was_committed_for_a_group_is_what_it_committed_and_None_elsewhere()
    {
        var topic = Produce("orders", partitions: 2, records: 10);

        var altered = await _admin.GroupOffsets.AlterAsync("features", [new(topic, 0, 3)], Stop);
        altered.ThrowIfAnyFailed();
        var listed = await _admin.GroupOffsets.ListAsync("features", [new(topic, 0), new(topic, 1)], Stop);

        listed.Select(each => (each.Partition.Partition, each.Offset)).ShouldBe([(0, 3), (1, Offset.None)]);
        using var consumer = BatchConsumer.Open(_cluster.Member("features"));
        consumer.Partitions.Committed([new(topic, 0)]).ShouldBe([new(topic, 0, 3)]);
    }

    [Fact]
    public async Task A_refusal_names_the_partition()
    {
        var topic = Produce("orders", partitions: 1, records: 1);
        _cluster.Fail(MockCluster.ApiKeys.OffsetCommit, KafkaErrorCode.UnknownMember);

        var refused = await Should.ThrowAsync<KafkaException>(async () =>
            (await _admin.GroupOffsets.AlterAsync("features", [new(topic, 0, 1)], Stop)).ThrowIfAnyFailed());

        refused.Code.ShouldBe(KafkaErrorCode.UnknownMember);
        refused.Message.ShouldContain("changing what group 'features'");
        refused.Message.ShouldContain("which must have no members");
    }

    [Fact]
    public async Task A_call_that_the_cluster_does_not_speak_fails_as_a_whole_with_its_remedy()
    {
        var refused = await Should.ThrowAsync<KafkaRequestException>(() => _admin.Topics.CreateAsync([new NewTopic("orders")], cancellation: Stop));

        refused.Code.ShouldBe(KafkaErrorCode.UnsupportedFeature);
        refused.Message.ShouldContain("while creating topics at");
        refused.Message.ShouldContain("The broker is too old for it.");
    }

    [Fact]
    public async Task Numbers_of_partitions_that_cannot_be_are_refused_before_anything_is_asked()
    {
        var noPartitions = await Should.ThrowAsync<KafkaRequestException>(() => _admin.Topics.CreateAsync([new NewTopic("a", Partitions: 0)], cancellation: Stop));
        noPartitions.Message.ShouldContain("for the new topic 'a'");
        var fewer = await Should.ThrowAsync<KafkaRequestException>(() => _admin.Topics.CreatePartitionsAsync(new Dictionary<string, int> { ["a"] = 0 }, Stop));
        fewer.Message.ShouldContain("0 partitions for 'a'");
    }

    [Fact]
    public async Task To_ask_about_nothing_asks_nobody()
    {
        using var nowhere = KafkaAdmin.Open(KafkaConfiguration.From(new KafkaOptions { BootstrapServers = "127.0.0.1:1" }));

        (await nowhere.Topics.DescribeAsync([], Stop)).ShouldBeEmpty();
        (await nowhere.Topics.CreateAsync([], cancellation: Stop)).ShouldBeEmpty();
        (await nowhere.Topics.DeleteAsync([], Stop)).ShouldBeEmpty();
        (await nowhere.Configs.DescribeAsync([], Stop)).ShouldBeEmpty();
        (await nowhere.Configs.AlterAsync([], Stop)).ShouldBeEmpty();
        (await nowhere.Offsets.ListAsync([], OffsetSpec.Latest, cancellation: Stop)).ShouldBeEmpty();
        (await nowhere.Groups.DescribeAsync([], Stop)).ShouldBeEmpty();
        (await nowhere.GroupOffsets.AlterAsync("group", [], Stop)).ShouldBeEmpty();
    }

    [Fact]
    public async Task No_answer_within_the_timeout_is_a_retriable_error_that_says_where_it_was_asked()
    {
        using var nowhere = KafkaAdmin.Open(KafkaConfiguration.From(new KafkaOptions { BootstrapServers = "127.0.0.1:1" }), TimeSpan.FromMilliseconds(300));

        var silent = await Should.ThrowAsync<KafkaRetriableException>(() => nowhere.DescribeClusterAsync(Stop));
        silent.Message.ShouldContain("while describing the cluster at 127.0.0.1:1.");
        var unlisted = await Should.ThrowAsync<KafkaRetriableException>(() => nowhere.Topics.ListAsync(Stop));
        unlisted.Message.ShouldContain("while listing topics at 127.0.0.1:1.");
    }

    [Fact]
    public async Task A_call_that_is_cancelled_ends_at_once_and_the_administrator_lives_on()
    {
        using var nowhere = KafkaAdmin.Open(KafkaConfiguration.From(new KafkaOptions { BootstrapServers = "127.0.0.1:1" }));
        using var stop = new CancellationTokenSource();

        var call = nowhere.DescribeClusterAsync(stop.Token);
        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => call.WaitAsync(TimeSpan.FromSeconds(10), Stop));
        await Should.ThrowAsync<OperationCanceledException>(() => nowhere.DescribeClusterAsync(stop.Token));
    }

    [Fact]
    public async Task Many_calls_at_once_each_get_their_own_answer()
    {
        var names = Enumerable.Range(0, 20).Select(n => _cluster.CreateTopic($"topic-{n}", partitions: 1 + n % 3)).ToArray();

        var described = await Task.WhenAll(names.Select(name => _admin.Topics.DescribeAsync(name, Stop)));

        described.Select(topic => (topic.Name, topic.Partitions.Count)).ShouldBe(names.Select((name, n) => (name, 1 + n % 3)));
    }

    private async Task<long[]> Offsets(TopicPartition[] partitions, OffsetSpec place)
    {
        var listed = await _admin.Offsets.ListAsync(partitions, place, cancellation: Stop);
        listed.ThrowIfAnyFailed();
        return [.. listed.OrderBy(each => each.Partition.Partition).Select(each => each.Offset)];
    }

    private string Produce(string topic, int partitions, int records)
    {
        _cluster.CreateTopic(topic, partitions);
        using var producer = BatchProducer.Open(_cluster.Configuration);
        var batch = new ProducerBatch(topic);
        for (var n = 0; n < records; n++) batch.Add(default, Encoding.UTF8.GetBytes($"{n}"), partition: n % partitions);
        producer.Send(batch, Stop);
        producer.Flush(Stop);
        return topic;
    }
}
