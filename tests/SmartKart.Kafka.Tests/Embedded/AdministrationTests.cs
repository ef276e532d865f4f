namespace SmartKart.Kafka.Tests.Embedded;

public sealed class AdministrationTests(EmbeddedBroker broker) : EmbeddedBrokerTest(broker)
{
    [Fact]
    public async Task A_topic_that_exists_does_not_keep_the_others_from_being_created()
    {
        var existing = await Broker.NewTopicAsync(Admin);
        var fresh = Broker.NewName("topic");

        var results = await Admin.Topics.CreateAsync([new NewTopic(existing), new NewTopic(fresh, Partitions: 3)], cancellation: Stop);

        results.Single(result => result.Name == existing).Error!.Code.ShouldBe(KafkaErrorCode.TopicExists);
        results.Single(result => result.Name == fresh).Error.ShouldBeNull();
        (await Admin.Topics.DescribeAsync(fresh, Stop)).Partitions.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_validation_alone_creates_nothing()
    {
        var name = Broker.NewName("topic");

        (await Admin.Topics.CreateAsync([new NewTopic(name, Partitions: 3)], validateOnly: true, Stop)).ThrowIfAnyFailed();

        (await Admin.Topics.ListAsync(Stop)).ShouldNotContain(name);
    }

    [Fact]
    public async Task A_deleted_topic_is_gone_and_one_of_its_name_is_another()
    {
        var topic = await Broker.NewTopicAsync(Admin);
        var before = (await Admin.Topics.DescribeAsync(topic, Stop)).TopicId;

        (await Admin.Topics.DeleteAsync([topic], Stop)).ThrowIfAnyFailed();
        (await Admin.Topics.ListAsync(Stop)).ShouldNotContain(topic);

        (await Admin.Topics.CreateAsync([new NewTopic(topic)], cancellation: Stop)).ThrowIfAnyFailed();
        (await Admin.Topics.DescribeAsync(topic, Stop)).TopicId.ShouldNotBe(before);
    }

    [Fact]
    public async Task A_topic_is_given_more_partitions_and_never_fewer()
    {
        var topic = await Broker.NewTopicAsync(Admin, partitions: 2);

        (await Admin.Topics.CreatePartitionsAsync(new Dictionary<string, int> { [topic] = 5 }, Stop)).ThrowIfAnyFailed();
        (await Admin.Topics.DescribeAsync(topic, Stop)).Partitions.Count.ShouldBe(5);

        var fewer = await Admin.Topics.CreatePartitionsAsync(new Dictionary<string, int> { [topic] = 1 }, Stop);
        fewer[0].Error!.Code.ShouldBe(KafkaErrorCode.InvalidPartitions);
    }

    [Fact]
    public async Task A_setting_is_changed_told_as_the_topics_own_and_taken_back()
    {
        var topic = await Broker.NewTopicAsync(Admin);
        var resource = ConfigResource.OfTopic(topic);

        (await Admin.Configs.AlterAsync([new ConfigChange(resource, "retention.ms", ConfigOperation.Set, "12345")], Stop)).ThrowIfAnyFailed();
        (await RetentionAsync(resource)).ShouldBe(("12345", true));

        (await Admin.Configs.AlterAsync([new ConfigChange(resource, "retention.ms", ConfigOperation.Delete, null)], Stop)).ThrowIfAnyFailed();
        (await RetentionAsync(resource)).IsOwn.ShouldBeFalse();
    }

    [Fact]
    public async Task Records_before_an_offset_are_deleted_and_the_partition_begins_there()
    {
        var topic = await Broker.NewTopicAsync(Admin);
        Broker.Produce(topic, records: 10);

        var deleted = await Admin.Offsets.DeleteRecordsAsync([new TopicPartitionOffset(topic, 0, 4)], Stop);

        deleted.ThrowIfAnyFailed();
        deleted[0].Offset.ShouldBe(4);
        (await OffsetAsync(topic, OffsetSpec.Earliest)).ShouldBe(4);
        (await OffsetAsync(topic, OffsetSpec.Latest)).ShouldBe(10);
    }

    [Fact]
    public async Task A_moment_has_the_offset_of_the_first_record_that_is_as_late()
    {
        var topic = await Broker.NewTopicAsync(Admin);
        Broker.Produce(topic, records: 10); // at 1000 ms, 1001 ms …

        (await OffsetAsync(topic, OffsetSpec.At(DateTimeOffset.FromUnixTimeMilliseconds(1006)))).ShouldBe(6);
        (await OffsetAsync(topic, OffsetSpec.At(DateTimeOffset.FromUnixTimeMilliseconds(9999)))).ShouldBe(Offset.End);
    }

    [Fact]
    public async Task What_a_group_committed_is_listed_moved_and_deleted_with_it()
    {
        var (topic, group) = (await Broker.NewTopicAsync(Admin), Broker.NewName("group"));
        Broker.Produce(topic, records: 10);

        (await Admin.GroupOffsets.AlterAsync(group, [new TopicPartitionOffset(topic, 0, 7)], Stop)).ThrowIfAnyFailed();
        (await Admin.GroupOffsets.ListAsync(group, cancellation: Stop)).Select(each => (each.Partition, each.Offset))
            .ShouldBe([(new TopicPartition(topic, 0), 7L)]);
        (await Admin.Groups.ListAsync(Stop)).ShouldContain(each => each.Id == group && each.State == GroupState.Empty);

        (await Admin.Groups.DeleteAsync([group], Stop)).ThrowIfAnyFailed();
        (await Admin.Groups.ListAsync(Stop)).ShouldNotContain(each => each.Id == group);
    }

    private async Task<(string? Value, bool IsOwn)> RetentionAsync(ConfigResource resource)
    {
        var setting = (await Admin.Configs.DescribeAsync([resource], Stop))[0].Value.Single(each => each.Name == "retention.ms");
        return (setting.Value, setting.IsOwn);
    }

    private async Task<long> OffsetAsync(string topic, OffsetSpec place)
    {
        var listed = await Admin.Offsets.ListAsync([new TopicPartition(topic, 0)], place, cancellation: Stop);
        listed.ThrowIfAnyFailed();
        return listed[0].Offset;
    }
}
