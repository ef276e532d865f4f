using SmartKart.Kafka;
using SmartKart.Schemas;

namespace SmartKart.Backfill.Tests.Replay.Runs;

/// <summary>The ids of the events that readers of committed records see in topics. Every contract's first field is the id: a text of 36 characters.</summary>
internal sealed class CommittedIds : List<string>
{
    private const int IdCharacters = 36;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    /// <summary>Demands so many events, none of them twice.</summary>
    public void ShouldBeOnce(long events) => (Count, this.Distinct().Count()).ShouldBe(((int)events, (int)events));

    public static async Task<CommittedIds> ReadAsync(ReplayCluster cluster, IEnumerable<string> topics)
    {
        var stop = TestContext.Current.CancellationToken;
        var described = await cluster.Admin.Topics.DescribeAsync(topics, stop);
        var partitions = described.SelectMany(topic => topic.Value.Partitions.Select(each => new TopicPartition(topic.Name, each.Partition))).ToHashSet();
        using var consumer = BatchConsumer.Open(cluster.Kafka
            .With("group.id", "ids").With("isolation.level", "read_committed").With("enable.partition.eof", "true").With("auto.offset.reset", "error"));
        consumer.Partitions.Assign([.. partitions.Select(partition => partition.At(Offset.Beginning))]);
        var (ids, began) = (new CommittedIds(), TimeProvider.System.GetTimestamp());
        while (partitions.Count > 0)
        {
            TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(Deadline, "the partitions are not read to their ends");
            using var batch = consumer.Consume(TimeSpan.FromSeconds(1), stop);
            for (var at = 0; at < batch.Count; at++)
                ids.Add(System.Text.Encoding.ASCII.GetString(batch[at].Value.Slice(ConfluentFrame.HeaderBytes + 1, IdCharacters)));
            foreach (var end in batch.Ends) partitions.Remove(new TopicPartition(end.Topic, end.Partition));
        }
        return ids;
    }
}
