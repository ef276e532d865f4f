using SmartKart.Broker.Messages;
using SmartKart.Broker.Protocol;
using SmartKart.Broker.Tests.Groups.Classic;
using SmartKart.Broker.Tests.Groups.Consumer;

namespace SmartKart.Broker.Tests.Groups.Offsets;

/// <summary>Who may commit what, and who gets to see it.</summary>
public sealed class OffsetCommitTests : IAsyncLifetime
{
    private readonly GroupHarness _harness = new();
    private OffsetClient Offsets => new(_harness);

    public ValueTask InitializeAsync()
    {
        _harness.Topics.Make("t", 2);
        _harness.Topics.Make("u", 1);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _harness.DisposeAsync();

    [Fact]
    public async Task A_consumer_that_assigns_itself_commits_to_a_group_that_is_made_by_it()
    {
        (await Offsets.Commit("t", 1, 42, "note")).ShouldBe(ErrorCode.None);
        var group = await Offsets.FetchGroup(false, null, -1, ("t", 1), ("t", 0), ("nowhere", 5));
        group.ErrorCode.ShouldBe(ErrorCode.None);
        var partitions = group.Topics.Select(topic => topic.Partitions.Single()).ToList();
        (partitions[0].CommittedOffset, partitions[0].CommittedLeaderEpoch, partitions[0].Metadata).ShouldBe((42, 7, "note"));
        partitions[1..].ShouldAllBe(none => none.CommittedOffset == -1 && none.ErrorCode == ErrorCode.None && none.Metadata == "" && none.CommittedLeaderEpoch == -1);
        _harness.Coordinator.StateCounts().Single().Key.ShouldBe(("Classic", "Empty"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(7)]
    public async Task The_older_versions_ask_for_one_group(short version)
    {
        await Offsets.Commit("t", 0, 5, version: Math.Min(version, (short)9));
        var answer = await _harness.Ask<OffsetFetchResponse>(ApiKey.OffsetFetch, new OffsetFetchRequest { GroupId = "g", Topics = [new() { Name = "t", PartitionIndexes = [0, 1] }] }, version);
        answer.Topics.Single().Partitions.Select(partition => partition.CommittedOffset).ShouldBe([5, -1]);
    }

    [Fact]
    public async Task Without_a_list_all_offsets_are_told_and_many_groups_answered_at_once()
    {
        await Offsets.Commit("t", 0, 1);
        await Offsets.Commit("t", 1, 2);
        await Offsets.Commit("u", 0, 3);
        await new OffsetClient(_harness, "h").Commit("u", 0, 4);
        var answer = await _harness.Ask<OffsetFetchResponse>(ApiKey.OffsetFetch, new OffsetFetchRequest
        {
            Groups = [new() { GroupId = "g", Topics = null }, new() { GroupId = "h", Topics = null }, new() { GroupId = "unknown", Topics = null }],
        }, 8);
        answer.Groups.Select(group => string.Join(' ', group.Topics.OrderBy(topic => topic.Name).SelectMany(topic => topic.Partitions.Select(each => $"{topic.Name}{each.PartitionIndex}={each.CommittedOffset}"))))
            .ShouldBe(["t0=1 t1=2 u0=3", "u0=4", ""]);
        var single = await _harness.Ask<OffsetFetchResponse>(ApiKey.OffsetFetch, new OffsetFetchRequest { GroupId = "h", Topics = null }, 2);
        single.Topics.Single().Name.ShouldBe("u");
    }

    [Fact]
    public async Task Each_partition_is_checked_by_itself()
    {
        (await Offsets.Commit("nowhere", 0, 1)).ShouldBe(ErrorCode.UnknownTopicOrPartition);
        (await Offsets.Commit("t", 2, 1)).ShouldBe(ErrorCode.UnknownTopicOrPartition);
        (await Offsets.Commit("t", -1, 1)).ShouldBe(ErrorCode.UnknownTopicOrPartition);
        (await Offsets.Commit("t", 0, 1, new string('x', 4097))).ShouldBe(ErrorCode.OffsetMetadataTooLarge);
        _harness.Coordinator.GroupIds.ShouldBeEmpty("nothing was committed");
        (await Offsets.Commit("t", 0, 1, new string('x', 4096))).ShouldBe(ErrorCode.None);
    }

    [Fact]
    public async Task A_classic_member_commits_in_its_generation_only()
    {
        (await Offsets.Commit("t", 0, 1, generation: 1, member: "m")).ShouldBe(ErrorCode.GroupIdNotFound);
        (await Offsets.Commit("t", 0, 1, generation: 1, member: "m", version: 8)).ShouldBe(ErrorCode.IllegalGeneration);
        var member = new ClassicClient(_harness) { InstanceId = "i" };
        var joining = member.Join();
        _harness.Clock.Advance(1_000);
        await joining;
        (await Commit(member, 1)).ShouldBe(ErrorCode.RebalanceInProgress);
        await member.Sync((member, 0));
        (await Commit(member, 1)).ShouldBe(ErrorCode.None);
        (await Commit(member, 2)).ShouldBe(ErrorCode.IllegalGeneration);
        (await Offsets.Commit("t", 0, 1, generation: 1, member: "other")).ShouldBe(ErrorCode.UnknownMemberId);
        (await Offsets.Commit("t", 0, 1, generation: 1, member: "other", instance: "i")).ShouldBe(ErrorCode.FencedInstanceId);
        (await Offsets.Commit("t", 0, 1)).ShouldBe(ErrorCode.UnknownMemberId, "who is in no group may not commit while others are");
    }

    [Fact]
    public async Task A_commit_keeps_a_classic_member_alive()
    {
        var member = new ClassicClient(_harness);
        await ClassicClient.Form(_harness, member);
        for (var round = 0; round < 3; round++)
        {
            _harness.Clock.Advance(9_000);
            (await Commit(member, 1)).ShouldBe(ErrorCode.None);
        }
    }

    [Fact]
    public async Task A_consumer_group_member_commits_and_fetches_in_its_epoch_only()
    {
        var member = new ConsumerClient(_harness, "g", "m", "t");
        await member.Beat();
        (await Offsets.Commit("t", 0, 1, generation: 1, member: "m")).ShouldBe(ErrorCode.None);
        (await Offsets.Commit("t", 0, 1, generation: 0, member: "m")).ShouldBe(ErrorCode.StaleMemberEpoch);
        (await Offsets.Commit("t", 0, 1, generation: 1, member: "m", version: 8)).ShouldBe(ErrorCode.UnsupportedVersion);
        (await Offsets.Commit("t", 0, 1, generation: 1, member: "other")).ShouldBe(ErrorCode.UnknownMemberId);
        (await Offsets.Commit("t", 0, 1)).ShouldBe(ErrorCode.UnknownMemberId);
        (await Offsets.FetchGroup(false, "m", 1, ("t", 0))).ErrorCode.ShouldBe(ErrorCode.None);
        (await Offsets.FetchGroup(false, "m", 0, ("t", 0))).ErrorCode.ShouldBe(ErrorCode.StaleMemberEpoch);
        (await Offsets.FetchGroup(false, "other", 1, ("t", 0))).ErrorCode.ShouldBe(ErrorCode.UnknownMemberId);
        (await Offsets.Fetch("t", 0)).ShouldBe((ErrorCode.None, 1), "administrators ask without a member");
        await member.Leave();
        (await Offsets.Commit("t", 0, 9)).ShouldBe(ErrorCode.None);
    }

    [Fact]
    public async Task Offsets_stay_when_their_empty_group_changes_its_protocol()
    {
        await Offsets.Commit("t", 0, 42);
        var modern = new ConsumerClient(_harness, "g", "m", "t");
        (await modern.Beat()).ErrorCode.ShouldBe(ErrorCode.None);
        await modern.Leave();
        var classic = new ClassicClient(_harness);
        await ClassicClient.Form(_harness, classic);
        await _harness.Kill();
        (await Offsets.Fetch("t", 0)).ShouldBe((ErrorCode.None, 42));
    }

    [Fact]
    public async Task A_commit_that_cannot_be_written_is_refused_and_changes_nothing()
    {
        await Offsets.Commit("t", 0, 1);
        _harness.Admission.Failure = new Broker.Storage.LogWriteException("00000000000000000000.log", new IOException("no space"));
        (await Offsets.Commit("t", 0, 2)).ShouldBe(ErrorCode.CoordinatorNotAvailable);
        (await Offsets.Fetch("t", 0)).ShouldBe((ErrorCode.None, 1));
        _harness.Admission.Failure = null;
        (await Offsets.Commit("t", 0, 3)).ShouldBe(ErrorCode.None);
    }

    [Fact]
    public async Task A_request_too_large_for_one_batch_is_refused()
    {
        var topic = new OffsetCommitRequest.OffsetCommitRequestTopic { Name = "big" };
        _harness.Topics.Make("big", 400);
        topic.Partitions.AddRange(Enumerable.Range(0, 400).Select(number => new OffsetCommitRequest.OffsetCommitRequestPartition { PartitionIndex = number, CommittedMetadata = new string('x', 4000) }));
        var answer = await _harness.Ask<OffsetCommitResponse>(ApiKey.OffsetCommit, new OffsetCommitRequest { GroupId = "g", Topics = [topic] }, 9);
        answer.Topics.Single().Partitions.ShouldAllBe(partition => partition.ErrorCode == ErrorCode.InvalidCommitOffsetSize);
    }

    private Task<ErrorCode> Commit(ClassicClient member, int generation) =>
        Offsets.Commit("t", 0, 1, generation: generation, member: member.MemberId, instance: member.InstanceId);
}
