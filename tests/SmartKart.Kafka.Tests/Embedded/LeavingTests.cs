using System.Diagnostics;

namespace SmartKart.Kafka.Tests.Embedded;

/// <summary>
/// Leaving a group in the middle of a rebalance, under KIP-848. librdkafka waits for ever for an answer that was dropped, so all have deadlines.
/// </summary>
public sealed class LeavingTests(EmbeddedBroker broker) : EmbeddedBrokerTest(broker)
{
    private const int Partitions = 4;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Who_leaves_before_it_took_its_partitions_over_is_told_of_none()
    {
        var (topic, group) = (await Broker.NewTopicAsync(Admin, Partitions), Broker.NewName("group"));
        var member = new Member(Configuration(group), topic);
        await Until(async () => (await Admin.Groups.DescribeAsync(group, Stop)).Members.Sum(each => each.Assignment.Count) == Partitions, "its partitions");

        await Within(member.Consumer.Dispose);

        member.Told.ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_leaves_is_told_once_that_all_its_partitions_go_and_can_commit_them_then()
    {
        var (topic, group) = (await Broker.NewTopicAsync(Admin, Partitions), Broker.NewName("group"));
        Broker.Produce(topic, records: 40, Partitions);
        var member = new Member(Configuration(group), topic);
        member.Consumer.PartitionsRevoked += _ => member.Consumer.Commit();
        member.Consumer.Read(40).Count.ShouldBe(40);
        member.Told.Clear();

        await Within(member.Consumer.Close);
        member.Consumer.Dispose();

        member.Told.ShouldBe([$"-{Partitions}"]);
        (await Admin.GroupOffsets.ListAsync(group, cancellation: Stop)).Select(each => each.Offset).ShouldBe([10L, 10, 10, 10]);
    }

    [Fact]
    public async Task Members_can_leave_at_any_moment_of_each_other_s_rebalances()
    {
        const int Members = 12;
        var (topic, group) = (await Broker.NewTopicAsync(Admin, Partitions), Broker.NewName("group"));

        await Task.WhenAll(Enumerable.Range(0, Members).Select(each => Within(() =>
        {
            var member = new Member(Configuration(group), topic);
            var began = Stopwatch.GetTimestamp();
            member.Consumer.ConsumeUntil(() => Stopwatch.GetElapsedTime(began) >= TimeSpan.FromMilliseconds(60 * each), "its moment to leave");
            member.Consumer.Dispose();
            member.Owned.ShouldBeEmpty();
        })));
    }

    private static Task Within(Action action) =>
        Task.Factory.StartNew(action, Stop, TaskCreationOptions.LongRunning, TaskScheduler.Default).WaitAsync(Deadline, Stop);

    private static async Task Until(Func<Task<bool>> isSo, string what)
    {
        var began = Stopwatch.GetTimestamp();
        while (!await isSo())
            if (Stopwatch.GetElapsedTime(began) > Deadline) Assert.Fail($"{what}: not within {Deadline.TotalSeconds} s");
    }

    private KafkaConfiguration Configuration(string group) => Broker.Configuration
        .With("group.id", group).With("group.protocol", "consumer").With("auto.offset.reset", "earliest");

    /// <summary>A consumer, and what its events told of: how many partitions came, or went.</summary>
    private sealed class Member
    {
        internal Member(KafkaConfiguration configuration, string topic)
        {
            Consumer = BatchConsumer.Open(configuration);
            Consumer.PartitionsAssigned += partitions => Came(partitions);
            Consumer.PartitionsRevoked += partitions => Went(partitions);
            Consumer.PartitionsLost += partitions => Went(partitions);
            Consumer.Subscribe(topic);
        }

        internal BatchConsumer Consumer { get; }

        internal HashSet<TopicPartition> Owned { get; } = [];

        internal List<string> Told { get; } = [];

        private void Came(IReadOnlyList<TopicPartition> partitions)
        {
            Owned.UnionWith(partitions);
            Told.Add($"+{partitions.Count}");
        }

        private void Went(IReadOnlyList<TopicPartition> partitions)
        {
            Owned.ExceptWith(partitions);
            Told.Add($"-{partitions.Count}");
        }
    }
}
