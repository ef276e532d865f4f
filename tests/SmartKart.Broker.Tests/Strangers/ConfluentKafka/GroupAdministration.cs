using Confluent.Kafka;

namespace SmartKart.Broker.Tests.Strangers.ConfluentKafka;

/// <summary>Administers a group of one protocol over its life: with a member, without, and gone.</summary>
internal static class GroupAdministration
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static async Task RunAsync(IAdminClient admin, Errand errand, GroupProtocol protocol)
    {
        var group = $"{errand.Group}-{protocol}";
        var partition = new TopicPartition(errand.Topic, 0);
        using (var consumer = new ConsumerBuilder<Ignore, string>(new ConsumerConfig
        {
            BootstrapServers = errand.Bootstrap,
            GroupId = group,
            GroupProtocol = protocol,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            EnableAutoCommit = false,
        }).Build())
        {
            ReadToEnd(consumer, partition);
            consumer.Commit();
            var marks = consumer.QueryWatermarkOffsets(partition, Patience);
            (marks.Low.Value, marks.High.Value).ShouldBe((4, 10));
            await DescribeWithMemberAsync(admin, group, protocol);
            consumer.Close();
        }
        await MoveAsync(admin, group, partition);
        await admin.DeleteGroupsAsync([group]);
        (await admin.ListConsumerGroupsAsync()).Valid.ShouldNotContain(each => each.GroupId == group);
    }

    private static void ReadToEnd(IConsumer<Ignore, string> consumer, TopicPartition partition)
    {
        consumer.Subscribe(partition.Topic);
        for (var next = 4; next < 10; next++)
        {
            var read = consumer.Consume(Patience) ?? throw new TimeoutException($"Nothing came of {partition}@{next} for {Patience.TotalSeconds} s.");
            read.TopicPartitionOffset.ShouldBe(new TopicPartitionOffset(partition, next));
        }
    }

    private static async Task DescribeWithMemberAsync(IAdminClient admin, string group, GroupProtocol protocol)
    {
        var type = protocol == GroupProtocol.Consumer ? ConsumerGroupType.Consumer : ConsumerGroupType.Classic;
        var listed = (await admin.ListConsumerGroupsAsync()).Valid.Where(each => each.GroupId == group).ShouldHaveSingleItem();
        (listed.State, listed.Type).ShouldBe((ConsumerGroupState.Stable, type));
        var described = (await admin.DescribeConsumerGroupsAsync([group])).ConsumerGroupDescriptions.ShouldHaveSingleItem();
        (described.State, described.GroupType).ShouldBe((ConsumerGroupState.Stable, type));
        described.Members.ShouldHaveSingleItem().Assignment.TopicPartitions.Select(each => each.Partition.Value).Order().ShouldBe([0, 1, 2]);
    }

    private static async Task MoveAsync(IAdminClient admin, string group, TopicPartition partition)
    {
        (await CommittedAsync(admin, group, partition)).ShouldBe(10);
        await admin.AlterConsumerGroupOffsetsAsync([new ConsumerGroupTopicPartitionOffsets(group, [new TopicPartitionOffset(partition, 7)])]);
        (await CommittedAsync(admin, group, partition)).ShouldBe(7);
        await admin.DeleteConsumerGroupOffsetsAsync(group, [partition]);
        (await CommittedAsync(admin, group, partition)).ShouldBe(Offset.Unset.Value);
    }

    private static async Task<long> CommittedAsync(IAdminClient admin, string group, TopicPartition partition) =>
        (await admin.ListConsumerGroupOffsetsAsync([new ConsumerGroupTopicPartitions(group, [partition])]))
        .ShouldHaveSingleItem().Partitions.ShouldHaveSingleItem().Offset.Value;
}
