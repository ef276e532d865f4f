using SmartKart.Broker.Messages;
using SmartKart.Broker.Protocol;
using SmartKart.Broker.Tests.Storage;

namespace SmartKart.Broker.Tests.Handlers;

public sealed class TopicAdministrationTests : BrokerConversation
{
    [Fact]
    public async Task A_topic_is_made_as_asked_and_described_as_made()
    {
        var made = await CreateAsync("orders", 3, ("retention.ms", "1000"));

        (made.ErrorCode, made.NumPartitions, made.ReplicationFactor).ShouldBe((ErrorCode.None, 3, (short)1));
        made.Configs.ShouldNotBeNull().Single(setting => setting.Name == "retention.ms").ShouldSatisfyAllConditions(setting => setting.Value.ShouldBe("1000"), setting => setting.ConfigSource.ShouldBe((sbyte)1));
        var described = (await AskAsync<MetadataRequest, MetadataResponse>(ApiKey.Metadata, new() { Topics = [new() { Name = "orders" }] })).Topics.ShouldHaveSingleItem();
        (described.TopicId, described.IsInternal, described.Partitions.Count).ShouldBe((made.TopicId, false, 3));
        described.Partitions.ShouldAllBe(partition => partition.LeaderId == 1 && partition.IsrNodes.Count == 1);
    }

    [Theory]
    [InlineData("bad name", 1, ErrorCode.InvalidTopic)]
    [InlineData(".", 1, ErrorCode.InvalidTopic)]
    [InlineData("orders", 0, ErrorCode.InvalidPartitions)]
    [InlineData("orders", 1_000_000, ErrorCode.InvalidPartitions)]
    internal async Task A_topic_that_cannot_be_is_refused(string name, int partitions, ErrorCode error) => (await CreateAsync(name, partitions)).ErrorCode.ShouldBe(error);

    [Theory]
    [InlineData("retention.ms", "soon")]
    [InlineData("retention.ms", "-2")]
    [InlineData("retention.ms", null)]
    [InlineData("segment.bytes", "60")]
    [InlineData("cleanup.policy", "shred")]
    [InlineData("cleanup.policy", "")]
    [InlineData("min.cleanable.dirty.ratio", "1.5")]
    [InlineData("message.timestamp.type", "Never")]
    [InlineData("no.such.setting", "1")]
    public async Task A_setting_that_is_none_is_refused_by_name(string name, string? value)
    {
        var refused = await CreateAsync("orders", 1, (name, value));

        refused.ErrorCode.ShouldBe(ErrorCode.InvalidConfig);
        refused.ErrorMessage.ShouldNotBeNull().ShouldContain(name);
    }

    [Fact]
    public async Task A_request_that_only_validates_makes_nothing_and_one_that_repeats_a_topic_neither()
    {
        var validated = Creation("orders", 1);
        validated.ValidateOnly = true;
        var twice = Creation("orders", 1);
        twice.Topics.Add(twice.Topics[0]);

        (await AskAsync<CreateTopicsRequest, CreateTopicsResponse>(ApiKey.CreateTopics, validated)).Topics[0].ErrorCode.ShouldBe(ErrorCode.None);
        (await AskAsync<CreateTopicsRequest, CreateTopicsResponse>(ApiKey.CreateTopics, twice)).Topics.ShouldHaveSingleItem().ErrorCode.ShouldBe(ErrorCode.InvalidRequest);
        (await AskAsync<MetadataRequest, MetadataResponse>(ApiKey.Metadata, new() { Topics = null })).Topics.Where(topic => !topic.IsInternal).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_topic_that_exists_is_not_made_again_and_a_deleted_one_may_be_with_another_id()
    {
        var first = await CreateAsync("orders");
        (await CreateAsync("orders")).ErrorCode.ShouldBe(ErrorCode.TopicAlreadyExists);
        await ProduceAsync("orders", TestBatches.Of(3));

        var deleted = await AskAsync<DeleteTopicsRequest, DeleteTopicsResponse>(ApiKey.DeleteTopics, new() { Topics = [new() { Name = "orders" }, new() { Name = "nowhere" }] });
        var second = await CreateAsync("orders");

        deleted.Responses.Select(topic => topic.ErrorCode).ShouldBe([ErrorCode.None, ErrorCode.UnknownTopicOrPartition]);
        second.TopicId.ShouldNotBe(first.TopicId);
        (await FetchAsync("orders", 0)).HighWatermark.ShouldBe(0);
    }

    [Fact]
    public async Task Topics_are_deleted_by_id_too_and_older_clients_name_them_in_a_list()
    {
        var first = await CreateAsync("first");
        await CreateAsync("second");

        (await AskAsync<DeleteTopicsRequest, DeleteTopicsResponse>(ApiKey.DeleteTopics, new() { Topics = [new() { TopicId = first.TopicId }] })).Responses[0].Name.ShouldBe("first");
        (await AskAsync<DeleteTopicsRequest, DeleteTopicsResponse>(ApiKey.DeleteTopics, new() { TopicNames = ["second"] }, version: 3)).Responses[0].ErrorCode.ShouldBe(ErrorCode.None);
        (await AskAsync<DeleteTopicsRequest, DeleteTopicsResponse>(ApiKey.DeleteTopics, new() { Topics = [new() { TopicId = first.TopicId }] })).Responses[0].ErrorCode.ShouldBe(ErrorCode.UnknownTopicId);
    }

    [Fact]
    public async Task Asking_for_a_topic_makes_it_where_the_client_allows_that()
    {
        var forbidden = await AskAsync<MetadataRequest, MetadataResponse>(ApiKey.Metadata, new() { Topics = [new() { Name = "orders" }], AllowAutoTopicCreation = false });
        var allowed = await AskAsync<MetadataRequest, MetadataResponse>(ApiKey.Metadata, new() { Topics = [new() { Name = "orders" }, new() { Name = "not a name" }] });

        forbidden.Topics[0].ErrorCode.ShouldBe(ErrorCode.UnknownTopicOrPartition);
        (allowed.Topics[0].ErrorCode, allowed.Topics[0].Partitions.Count).ShouldBe((ErrorCode.None, 2));
        allowed.Topics[1].ErrorCode.ShouldBe(ErrorCode.InvalidTopic);
    }

    [Fact]
    public async Task Partitions_are_only_ever_added()
    {
        await CreateAsync("orders", 2);

        (await GrowAsync("orders", 4)).ShouldBe(ErrorCode.None);
        (await GrowAsync("orders", 4)).ShouldBe(ErrorCode.InvalidPartitions);
        (await GrowAsync("orders", 3)).ShouldBe(ErrorCode.InvalidPartitions);
        (await GrowAsync("nowhere", 3)).ShouldBe(ErrorCode.UnknownTopicOrPartition);
        (await ProduceAsync("orders", TestBatches.Of(1), partition: 3)).ErrorCode.ShouldBe(ErrorCode.None);
    }

    [Fact]
    public async Task Settings_are_altered_described_and_in_force_at_once_and_after_a_restart()
    {
        await CreateAsync("orders", 1, ("retention.ms", "5000"));
        (await AlterAsync("orders", ("max.message.bytes", 0, "100"), ("cleanup.policy", 2, "compact"), ("retention.ms", 1, null))).ShouldBe(ErrorCode.None);

        foreach (var restarted in new[] { false, true })
        {
            if (restarted) await RestartAsync();
            (await ProduceAsync("orders", TestBatches.Of(1, valueBytes: 100))).ErrorCode.ShouldBe(ErrorCode.MessageTooLarge);
            var settings = await DescribeAsync("orders");
            settings["max.message.bytes"].ShouldBe(("100", false));
            settings["cleanup.policy"].ShouldBe(("delete,compact", false));
            settings["retention.ms"].ShouldBe(("604800000", true));
        }
        (await AlterAsync("orders", ("max.message.bytes", 0, "many"))).ShouldBe(ErrorCode.InvalidConfig);
        (await AlterAsync("orders", ("max.message.bytes", 2, "1"))).ShouldBe(ErrorCode.InvalidConfig);
        (await AlterAsync("nowhere", ("max.message.bytes", 0, "100"))).ShouldBe(ErrorCode.UnknownTopicOrPartition);
    }

    [Fact]
    public async Task The_cluster_is_described_as_one_broker_with_its_data_directory()
    {
        await CreateAsync("orders");
        await ProduceAsync("orders", TestBatches.Of(1));

        var cluster = await AskAsync<DescribeClusterRequest, DescribeClusterResponse>(ApiKey.DescribeCluster, new());
        var directories = await AskAsync<DescribeLogDirsRequest, DescribeLogDirsResponse>(ApiKey.DescribeLogDirs, new() { Topics = null });
        var broker = await AskAsync<DescribeConfigsRequest, DescribeConfigsResponse>(ApiKey.DescribeConfigs, new() { Resources = [new() { ResourceType = 4, ResourceName = "1", ConfigurationKeys = ["num.partitions"] }] });

        cluster.Brokers.ShouldHaveSingleItem().Port.ShouldBe(Broker.Port);
        directories.Results.ShouldHaveSingleItem().Topics.Single(topic => topic.Name == "orders").Partitions.ShouldHaveSingleItem().PartitionSize.ShouldBeGreaterThan(0);
        broker.Results[0].Configs.ShouldHaveSingleItem().Value.ShouldBe("2");
        var group = await AskAsync<DescribeConfigsRequest, DescribeConfigsResponse>(ApiKey.DescribeConfigs, new() { Resources = [new() { ResourceType = 32, ResourceName = "any", ConfigurationKeys = ["consumer.session.timeout.ms"] }] });
        group.Results[0].Configs.ShouldHaveSingleItem().Value.ShouldBe("45000");
    }

    private async Task<ErrorCode> GrowAsync(string topic, int partitions) =>
        (await AskAsync<CreatePartitionsRequest, CreatePartitionsResponse>(ApiKey.CreatePartitions, new() { Topics = [new() { Name = topic, Count = partitions, Assignments = null }] })).Results[0].ErrorCode;

    private async Task<ErrorCode> AlterAsync(string topic, params (string Name, int Operation, string? Value)[] changes)
    {
        var request = new IncrementalAlterConfigsRequest
        {
            Resources = [new() { ResourceType = 2, ResourceName = topic, Configs = [.. changes.Select(change => new IncrementalAlterConfigsRequest.AlterableConfig { Name = change.Name, ConfigOperation = (sbyte)change.Operation, Value = change.Value })] }],
        };
        return (await AskAsync<IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse>(ApiKey.IncrementalAlterConfigs, request)).Responses[0].ErrorCode;
    }

    private async Task<Dictionary<string, (string? Value, bool IsDefault)>> DescribeAsync(string topic)
    {
        var response = await AskAsync<DescribeConfigsRequest, DescribeConfigsResponse>(ApiKey.DescribeConfigs, new() { Resources = [new() { ResourceType = 2, ResourceName = topic, ConfigurationKeys = null }] });
        return response.Results[0].Configs.ToDictionary(setting => setting.Name, setting => (setting.Value, setting.ConfigSource == 5));
    }
}
