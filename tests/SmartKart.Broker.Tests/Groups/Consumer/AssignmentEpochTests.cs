using SmartKart.Broker.Protocol;
using SmartKart.Broker.Tests.Groups.Offsets;

namespace SmartKart.Broker.Tests.Groups.Consumer;

/// <summary>Which epochs a member may commit by (KIP-1251): any since which it has the partition, for the newest may not have reached it.</summary>
public sealed class AssignmentEpochTests : IAsyncLifetime
{
    private const long Producer = 77;
    private readonly GroupHarness _harness = new();
    private OffsetClient Offsets => new(_harness);

    public ValueTask InitializeAsync()
    {
        _harness.Topics.Make("t", 2);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _harness.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_member_that_has_not_heard_of_its_epoch_commits_what_it_has_had_since_before(bool isKilled)
    {
        var (stays, _) = await OneOfTwoLeft();
        var told = stays.Epoch;
        await stays.Beat(loseAnswer: true);
        if (isKilled) await _harness.Kill();

        foreach (var (partition, expected) in new[] { (stays.Owned.Single().Partition, true), (1 - stays.Owned.Single().Partition, false) })
        {
            (await Offsets.Commit("t", partition, 1, generation: told, member: stays.MemberId))
                .ShouldBe(expected ? ErrorCode.None : ErrorCode.StaleMemberEpoch, "only what it has now, and had at that epoch, is its own");
            (await Offsets.CommitInTransaction("t", partition, 2, Producer, generation: told, member: stays.MemberId))
                .ShouldBe(expected ? ErrorCode.None : ErrorCode.IllegalGeneration);
        }
        (await Offsets.Commit("t", stays.Owned.Single().Partition, 3, generation: told + 2, member: stays.MemberId)).ShouldBe(ErrorCode.StaleMemberEpoch, "nobody has come there yet");
    }

    [Fact]
    public async Task What_went_to_another_is_not_committed_by_an_epoch_of_before()
    {
        var first = new ConsumerClient(_harness, "g", "first", "t");
        await first.Beat();
        var before = first.Epoch;
        var second = new ConsumerClient(_harness, "g", "second", "t");
        await Settle(first, second);

        (await Offsets.Commit("t", second.Owned.Single().Partition, 1, generation: before, member: first.MemberId)).ShouldBe(ErrorCode.StaleMemberEpoch);
        (await Offsets.Commit("t", first.Owned.Single().Partition, 1, generation: before, member: first.MemberId)).ShouldBe(ErrorCode.None);
    }

    [Fact]
    public async Task Who_joins_anew_leaves_its_old_epochs_behind()
    {
        var member = new ConsumerClient(_harness, "g", "member", "t");
        await member.Beat();
        var before = member.Epoch;
        await Settle(member, new ConsumerClient(_harness, "g", "other", "t"));
        var partition = member.Owned.Single().Partition;
        (await Offsets.Commit("t", partition, 1, generation: before, member: member.MemberId)).ShouldBe(ErrorCode.None);

        await new ConsumerClient(_harness, "g", member.MemberId, "t").Beat();

        (await Offsets.Commit("t", partition, 2, generation: before, member: member.MemberId)).ShouldBe(ErrorCode.StaleMemberEpoch);
    }

    private async Task<(ConsumerClient Stays, ConsumerClient Left)> OneOfTwoLeft()
    {
        var stays = new ConsumerClient(_harness, "g", "stays", "t");
        var leaves = new ConsumerClient(_harness, "g", "leaves", "t");
        await Settle(stays, leaves);
        leaves.Epoch = -1;
        await leaves.Beat();
        return (stays, leaves);
    }

    private static async Task Settle(params ConsumerClient[] members)
    {
        for (var round = 0; round < 4; round++)
            foreach (var member in members)
                await member.Beat();
        foreach (var member in members) member.Owned.Count.ShouldBe(2 / members.Length);
    }
}
