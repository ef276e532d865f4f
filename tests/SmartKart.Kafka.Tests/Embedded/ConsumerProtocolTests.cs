using System.Diagnostics;

namespace SmartKart.Kafka.Tests.Embedded;

/// <summary>Groups under KIP-848, in which the broker assigns.</summary>
public sealed class ConsumerProtocolTests(EmbeddedBroker broker) : EmbeddedBrokerTest(broker)
{
    private const int Partitions = 4;

    // A member that is only missed, not heard to leave, keeps its partitions for the session timeout: 45 s.
    private static readonly TimeSpan FarBelowTheSessionTimeout = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Two_members_share_the_partitions_and_each_record_goes_to_one_of_them()
    {
        var (topic, group) = (await Broker.NewTopicAsync(Admin, Partitions), Broker.NewName("group"));
        using var first = Join(group, topic);
        using var second = Join(group, topic);
        Share(first, second);

        Broker.Produce(topic, records: 40, Partitions);
        var (one, other) = (new List<(int, long)>(), new List<(int, long)>());
        first.ConsumeUntil(() => { Take(second, other); return one.Count + other.Count >= 40; }, batch => Note(batch, one), "40 records");

        one.Concat(other).Distinct().Count().ShouldBe(40);
        one.Count.ShouldBe(20);
        var described = await Admin.Groups.DescribeAsync(group, Stop);
        described.Protocol.ShouldBe(GroupProtocol.Consumer);
        described.State.ShouldBe(GroupState.Stable);
        described.Members.SelectMany(member => member.Assignment).Count().ShouldBe(Partitions);
    }

    [Fact]
    public async Task A_member_that_leaves_frees_its_partitions_at_once()
    {
        var (topic, group) = (await Broker.NewTopicAsync(Admin, Partitions), Broker.NewName("group"));
        using var stays = Join(group, topic);
        var leaves = Join(group, topic);
        Share(stays, leaves);

        var left = Stopwatch.GetTimestamp();
        leaves.Dispose();
        stays.ConsumeUntil(() => stays.Partitions.Assignment().Count == Partitions, "all partitions");

        Stopwatch.GetElapsedTime(left).ShouldBeLessThan(FarBelowTheSessionTimeout);
        (await Admin.Groups.DescribeAsync(group, Stop)).Members.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_member_that_comes_back_goes_on_where_the_group_was()
    {
        var (topic, group) = (await Broker.NewTopicAsync(Admin), Broker.NewName("group"));
        Broker.Produce(topic, records: 10);
        using (var member = Join(group, topic))
        {
            member.Read(10);
            member.Commit([new TopicPartitionOffset(topic, 0, 6)]);
        }

        using var again = Join(group, topic);

        again.Read(4).Select(record => record.Offset).ShouldBe([6L, 7, 8, 9]);
    }

    private static void Share(BatchConsumer one, BatchConsumer other) => one.ConsumeUntil(
        () =>
        {
            other.Consume(TimeSpan.Zero, Stop).Dispose();
            return one.Partitions.Assignment().Count == Partitions / 2 && other.Partitions.Assignment().Count == Partitions / 2;
        },
        "two partitions each");

    private static void Take(BatchConsumer consumer, List<(int, long)> into)
    {
        using var batch = consumer.Consume(TimeSpan.Zero, Stop);
        Note(batch, into);
    }

    private static void Note(RecordBatch batch, List<(int, long)> into)
    {
        foreach (var record in batch) into.Add((record.Partition, record.Offset));
    }

    private BatchConsumer Join(string group, string topic)
    {
        var consumer = BatchConsumer.Open(
            Broker.Configuration.With("group.id", group).With("group.protocol", "consumer").With("auto.offset.reset", "earliest"));
        consumer.Subscribe(topic);
        return consumer;
    }
}
