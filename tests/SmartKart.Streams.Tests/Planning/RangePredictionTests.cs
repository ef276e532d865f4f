using System.Diagnostics;
using SmartKart.Kafka;
using SmartKart.Streams.Planning;
using SmartKart.Streams.Tests.Embedded;
using SmartKart.Streams.Threads;

namespace SmartKart.Streams.Tests.Planning;

/// <summary>What is predicted, held against what the broker does.</summary>
public sealed class RangePredictionTests(EmbeddedBroker broker) : IClassFixture<EmbeddedBroker>
{
    [Theory]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    [InlineData(5, 1)]
    public async Task It_is_what_the_broker_assigns_before_and_after_a_process_leaves(int processes, int threadsEach)
    {
        var counts = new Dictionary<string, int> { [await broker.NewTopicAsync(7)] = 7, [await broker.NewTopicAsync(4)] = 4 };
        var group = broker.NewName("group");
        var members = Enumerable.Range(0, processes * threadsEach).Select(number => Join(group, counts.Keys, processId: number / threadsEach, number)).ToList();
        try
        {
            var before = await AssignedAsync(group, members, counts);
            AsPredicted(before, before, counts);

            var gone = before.Keys.First().ProcessId;
            members.RemoveAll(member => member.Name.Contains(gone, StringComparison.Ordinal) && Leave(member));

            var after = await AssignedAsync(group, members, counts);
            after.Count.ShouldBe((processes - 1) * threadsEach);
            AsPredicted(after, before.Where(member => member.Key.ProcessId != gone), counts);
        }
        finally
        {
            foreach (var member in members) member.Dispose();
        }
    }

    private static void AsPredicted(
        IReadOnlyDictionary<PlannedMember, IReadOnlyList<TopicPartition>> found, IEnumerable<KeyValuePair<PlannedMember, IReadOnlyList<TopicPartition>>> members, IReadOnlyDictionary<string, int> counts)
    {
        var predicted = RangePrediction.Assign(members.Select(member => member.Key), counts);
        predicted.Count.ShouldBe(counts.Values.Sum());
        foreach (var (member, partitions) in found)
            foreach (var partition in partitions) predicted[partition].ShouldBe(member);
    }

    // Null while some member has other partitions than it is to have.
    private async Task<IReadOnlyDictionary<PlannedMember, IReadOnlyList<TopicPartition>>?> SettledAsync(string group)
    {
        var described = await broker.Admin.Groups.DescribeAsync(group, TestContext.Current.CancellationToken);
        return described.Members.Any(member => !member.Assignment.ToHashSet().SetEquals(member.TargetAssignment ?? [])) ? null : described.Members.ToDictionary(
            member => new PlannedMember(member.Id, member.InstanceId, MemberName.TryParse(member.ClientId, group, out var name) ? name.ProcessId : ""), member => member.Assignment);
    }

    private async Task<IReadOnlyDictionary<PlannedMember, IReadOnlyList<TopicPartition>>> AssignedAsync(string group, List<BatchConsumer> members, Dictionary<string, int> counts)
    {
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < Application.Deadline)
        {
            foreach (var member in members) member.Consume(TimeSpan.FromMilliseconds(20), TestContext.Current.CancellationToken).Dispose();
            if (await SettledAsync(group) is { } found && found.Count == members.Count && found.Values.Sum(partitions => partitions.Count) == counts.Values.Sum()) return found;
        }
        throw new ShouldAssertException($"{group} never settled.");
    }

    private static bool Leave(BatchConsumer member)
    {
        member.Dispose();
        return true;
    }

    private BatchConsumer Join(string group, IEnumerable<string> topics, int processId, int thread)
    {
        var name = MemberName.Of(group, processId.ToString("x32", System.Globalization.CultureInfo.InvariantCulture), $"StreamThread-{thread}", server: null);
        var member = BatchConsumer.Open(broker.Kafka.With("group.id", group).With("client.id", name).With("group.protocol", "consumer").With("group.remote.assignor", "range"));
        member.Subscribe(topics);
        return member;
    }
}
