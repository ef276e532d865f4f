using SmartKart.Broker.Groups;
using SmartKart.Broker.Messages;
using SmartKart.Broker.Protocol;
using SmartKart.Broker.Tests.Groups.Classic;
using SmartKart.Broker.Tests.Groups.Consumer;

namespace SmartKart.Broker.Tests.Groups.Offsets;

/// <summary>What makes the broker forget offsets and groups: a wish, time, or a topic that goes. What is forgotten stays so over a restart.</summary>
public sealed class ForgettingTests : IAsyncLifetime
{
    private const double Minute = 60_000, Day = 24 * 60 * Minute;
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
    public async Task Offsets_of_a_group_without_members_go_seven_days_after_they_were_committed()
    {
        await Offsets.Commit("t", 0, 1);
        _harness.Clock.Advance(3 * Day);
        await Offsets.Commit("t", 1, 2);
        _harness.Clock.Advance(4 * Day - 1);
        (await Offsets.Fetch("t", 0)).Offset.ShouldBe(1);
        _harness.Clock.Advance(11 * Minute);
        (await Offsets.Fetch("t", 0)).Offset.ShouldBe(-1);
        (await Offsets.Fetch("t", 1)).Offset.ShouldBe(2);
        _harness.Clock.Advance(3 * Day);
        _harness.Coordinator.GroupIds.ShouldBeEmpty("it has neither members nor offsets");
        await _harness.Kill();
        _harness.Coordinator.GroupIds.ShouldBeEmpty();
    }

    [Fact]
    public async Task Offsets_of_a_group_that_had_members_go_seven_days_after_the_last_one_left()
    {
        var member = new ClassicClient(_harness);
        await ClassicClient.Form(_harness, member);
        await Offsets.Commit("t", 0, 1, generation: 1, member: member.MemberId);
        for (var beat = 0; beat < 4; beat++)
        {
            _harness.Clock.Advance(9_000);
            await member.Heartbeat();
        }
        await member.Leave();
        _harness.Clock.Advance(7 * Day - Minute);
        await _harness.Kill();
        (await Offsets.Fetch("t", 0)).Offset.ShouldBe(1);
        _harness.Clock.Advance(12 * Minute);
        (await Offsets.Fetch("t", 0)).Offset.ShouldBe(-1);
    }

    [Fact]
    public async Task What_a_member_reads_does_not_expire_and_what_nobody_reads_does()
    {
        await using var harness = new GroupHarness(new GroupOptions { OffsetsRetention = TimeSpan.FromHours(1) });
        harness.Topics.Make("t", 1);
        harness.Topics.Make("u", 1);
        var offsets = new OffsetClient(harness);
        await offsets.Commit("t", 0, 1);
        await offsets.Commit("u", 0, 2);
        var member = new ConsumerClient(harness, "g", "m", "t");
        for (var passed = 0.0; passed < 71 * Minute; passed += 40_000)
        {
            (await member.Beat()).ErrorCode.ShouldBe(ErrorCode.None);
            harness.Clock.Advance(40_000);
        }
        (await offsets.Fetch("t", 0)).Offset.ShouldBe(1);
        (await offsets.Fetch("u", 0)).Offset.ShouldBe(-1);
    }

    [Fact]
    public async Task A_classic_members_topics_do_not_expire_while_the_group_is_stable()
    {
        await Offsets.Commit("t", 0, 1);
        await Offsets.Commit("u", 0, 2);
        var member = new ClassicClient(_harness) { SessionMs = 1_800_000 };      // reads "t"
        await ClassicClient.Form(_harness, member);
        for (var passed = 0.0; passed < 8 * Day; passed += 20 * Minute)
        {
            _harness.Clock.Advance(20 * Minute);
            (await member.Heartbeat()).ShouldBe(ErrorCode.None);
        }
        (await Offsets.Fetch("t", 0)).Offset.ShouldBe(1);
        (await Offsets.Fetch("u", 0)).Offset.ShouldBe(-1);
    }

    [Fact]
    public async Task A_client_may_say_itself_how_long_an_offset_is_kept()
    {
        await Offsets.Commit("t", 0, 1, version: 4, retentionMs: (long)Minute);
        await _harness.Kill();
        (await Offsets.Fetch("t", 0)).Offset.ShouldBe(1);
        _harness.Clock.Advance(11 * Minute);
        (await Offsets.Fetch("t", 0)).Offset.ShouldBe(-1);
    }

    [Fact]
    public async Task What_a_transaction_is_about_to_change_does_not_expire()
    {
        await Offsets.Commit("t", 0, 1);
        await Offsets.CommitInTransaction("t", 0, 2, 77);
        _harness.Clock.Advance(8 * Day);
        (await Offsets.Fetch("t", 0)).Offset.ShouldBe(1);
    }

    [Fact]
    public async Task Offsets_go_with_their_topic_and_do_not_come_back_with_its_name()
    {
        await Offsets.Commit("t", 0, 1);
        await Offsets.Commit("u", 0, 2);
        await Offsets.CommitInTransaction("t", 1, 3, 77);
        _harness.Topics.Delete("t");
        _harness.Topics.Make("t", 2);
        (await Offsets.Fetch("t", 0)).Offset.ShouldBe(-1);
        (await Offsets.Fetch("t", 1, requireStable: true)).ShouldBe((ErrorCode.None, -1));
        await _harness.Kill();
        (await Offsets.Fetch("t", 0)).Offset.ShouldBe(-1);
        (await Offsets.Fetch("u", 0)).Offset.ShouldBe(2);
    }

    [Fact]
    public async Task Offsets_are_deleted_where_nobody_reads_the_topic()
    {
        (await Offsets.Delete("t", 0)).Group.ShouldBe(ErrorCode.GroupIdNotFound);
        await Offsets.Commit("t", 0, 1);
        await Offsets.Commit("u", 0, 2);
        var member = new ConsumerClient(_harness, "g", "m", "t");
        await member.Beat();
        (await Offsets.Delete("t", 0)).ShouldBe((ErrorCode.None, ErrorCode.GroupSubscribedToTopic));
        (await Offsets.Delete("nowhere", 0)).ShouldBe((ErrorCode.None, ErrorCode.UnknownTopicOrPartition));
        (await Offsets.Delete("u", 0)).ShouldBe((ErrorCode.None, ErrorCode.None));
        await _harness.Kill();
        (await Offsets.Fetch("u", 0)).Offset.ShouldBe(-1);
        (await Offsets.Fetch("t", 0)).Offset.ShouldBe(1);
        (await new OffsetClient(_harness, "").Delete("t", 0)).Group.ShouldBe(ErrorCode.InvalidGroupId);
    }

    [Fact]
    public async Task Offsets_of_members_that_are_no_consumers_are_not_deleted_under_them()
    {
        var worker = new ClassicClient(_harness) { ProtocolType = "connect" };
        await ClassicClient.Form(_harness, worker);
        (await Offsets.Delete("t", 0)).Group.ShouldBe(ErrorCode.NonEmptyGroup);
        await worker.Leave();
        (await Offsets.Delete("t", 0)).Group.ShouldBe(ErrorCode.None);
    }

    [Fact]
    public async Task A_group_is_deleted_with_its_offsets_when_nobody_is_in_it()
    {
        (await DeleteGroup()).ShouldBe(ErrorCode.GroupIdNotFound);
        await Offsets.Commit("t", 0, 1);
        await Offsets.CommitInTransaction("t", 1, 2, 77);
        var member = new ConsumerClient(_harness, "g", "m", "t");
        await member.Beat();
        (await DeleteGroup()).ShouldBe(ErrorCode.NonEmptyGroup);
        await member.Leave();
        (await DeleteGroup()).ShouldBe(ErrorCode.None);
        _harness.Coordinator.Complete(77, committed: true);
        (await Offsets.Fetch("t", 1)).Offset.ShouldBe(-1);
        await _harness.Kill();
        _harness.Coordinator.GroupIds.ShouldBeEmpty();
        var classic = new ClassicClient(_harness);
        await ClassicClient.Form(_harness, classic);
        (await DeleteGroup()).ShouldBe(ErrorCode.NonEmptyGroup);
    }

    private async Task<ErrorCode> DeleteGroup() =>
        (await _harness.Ask<DeleteGroupsResponse>(ApiKey.DeleteGroups, new DeleteGroupsRequest { GroupsNames = ["g"] }, 2)).Results.Single().ErrorCode;
}
