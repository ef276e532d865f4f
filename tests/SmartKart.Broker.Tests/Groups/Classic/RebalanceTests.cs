using SmartKart.Broker.Groups;
using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Tests.Groups.Classic;

/// <summary>A classic group's generations: how they begin, and what ends them.</summary>
public sealed class RebalanceTests : IAsyncLifetime
{
    private readonly GroupHarness _harness = new(new GroupOptions { MaxMembers = 3 });

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _harness.DisposeAsync();

    [Fact]
    public async Task The_first_generation_waits_for_more_members_and_longer_while_they_come()
    {
        var (first, second) = (new ClassicClient(_harness), new ClassicClient(_harness));
        var one = first.Join();
        _harness.Clock.Advance(99);
        var two = second.Join();
        _harness.Clock.Advance(99);
        one.IsCompleted.ShouldBeFalse("the second member has put it off by another 100 ms");
        State().ShouldBe("PreparingRebalance");
        _harness.Clock.Advance(2);
        var leader = await one;
        (leader.ErrorCode, leader.GenerationId, leader.ProtocolName, leader.ProtocolType, leader.Leader).ShouldBe((ErrorCode.None, 1, "range", "consumer", first.MemberId));
        leader.Members.Select(member => member.MemberId).ShouldBe([first.MemberId, second.MemberId]);
        (await two).Members.ShouldBeEmpty("only the leader assigns");
        State().ShouldBe("CompletingRebalance");
    }

    [Fact]
    public async Task The_followers_wait_for_the_leaders_assignment()
    {
        var (leader, follower) = (new ClassicClient(_harness), new ClassicClient(_harness));
        Task[] joins = [leader.Join(), follower.Join()];
        _harness.Clock.Advance(1_000);
        await Task.WhenAll(joins);
        var waiting = follower.Sync();
        waiting.IsCompleted.ShouldBeFalse();
        (await leader.Sync((leader, 1), (follower, 2))).Assignment.ShouldBe([1]);
        var answer = await waiting;
        (answer.ErrorCode, answer.ProtocolType, answer.ProtocolName).ShouldBe((ErrorCode.None, "consumer", "range"));
        answer.Assignment.ShouldBe([2]);
        State().ShouldBe("Stable");
        (await follower.Sync()).Assignment.ShouldBe([2], "asked again, the same");
        (await leader.Heartbeat()).ShouldBe(ErrorCode.None);
    }

    [Fact]
    public async Task Without_an_id_a_member_is_told_one_from_version_4_on_and_joins_at_once_before()
    {
        (await new ClassicClient(_harness).AskToJoin(4)).ErrorCode.ShouldBe(ErrorCode.MemberIdRequired);
        var old = new ClassicClient(_harness).AskToJoin(3);
        old.IsCompleted.ShouldBeFalse();
        _harness.Clock.Advance(20_000);
        (await old).MemberId.ShouldStartWith("client-");
    }

    [Fact]
    public async Task A_member_that_never_comes_back_with_its_id_is_forgotten_after_its_session()
    {
        (await new ClassicClient(_harness).AskToJoin()).ErrorCode.ShouldBe(ErrorCode.MemberIdRequired);
        var stays = new ClassicClient(_harness);
        var join = stays.Join();
        _harness.Clock.Advance(1_000);
        await join;
        await stays.Sync((stays, 0));
        _harness.Clock.Advance(5_000);
        (await stays.Heartbeat()).ShouldBe(ErrorCode.None);
        _harness.Clock.Advance(5_000);
        (await stays.Leave()).ShouldBe(ErrorCode.None);
        State().ShouldBe("Empty");
    }

    [Fact]
    public async Task A_new_member_makes_the_others_join_again_and_keeps_nobody_waiting_who_has()
    {
        var (first, second) = (new ClassicClient(_harness), new ClassicClient(_harness));
        await ClassicClient.Form(_harness, first);
        var joining = second.Join();
        (await first.Heartbeat()).ShouldBe(ErrorCode.RebalanceInProgress);
        (await first.Sync()).ErrorCode.ShouldBe(ErrorCode.RebalanceInProgress);
        joining.IsCompleted.ShouldBeFalse();
        (await first.Join()).GenerationId.ShouldBe(2);
        (await joining).GenerationId.ShouldBe(2);
    }

    [Fact]
    public async Task Who_does_not_join_the_next_generation_in_time_is_out()
    {
        var (slow, quick) = (new ClassicClient(_harness) { RebalanceMs = 20_000, SessionMs = 30_000 }, new ClassicClient(_harness) { RebalanceMs = 20_000 });
        await ClassicClient.Form(_harness, slow);
        var joining = quick.Join();
        _harness.Clock.Advance(19_999);
        joining.IsCompleted.ShouldBeFalse();
        _harness.Clock.Advance(1);
        var answer = await joining;
        answer.Leader.ShouldBe(quick.MemberId);
        answer.Members.Count.ShouldBe(1);
        (await slow.Heartbeat()).ShouldBe(ErrorCode.UnknownMemberId);
    }

    [Fact]
    public async Task Silence_for_longer_than_a_session_ends_it()
    {
        var (silent, alive) = (new ClassicClient(_harness), new ClassicClient(_harness));
        await ClassicClient.Form(_harness, alive, silent);
        _harness.Clock.Advance(6_000);
        (await alive.Heartbeat()).ShouldBe(ErrorCode.None);
        _harness.Clock.Advance(5_000);
        (await alive.Heartbeat()).ShouldBe(ErrorCode.RebalanceInProgress);
        (await alive.Join()).Members.Count.ShouldBe(1);
        (await silent.Heartbeat()).ShouldBe(ErrorCode.UnknownMemberId);
    }

    [Fact]
    public async Task Who_does_not_ask_for_its_assignment_in_time_is_out()
    {
        var (leader, lost) = (new ClassicClient(_harness) { RebalanceMs = 8_000 }, new ClassicClient(_harness) { RebalanceMs = 8_000, SessionMs = 30_000 });
        Task[] joins = [leader.Join(), lost.Join()];
        _harness.Clock.Advance(1_000);
        await Task.WhenAll(joins);
        await leader.Sync((leader, 1), (lost, 2));
        _harness.Clock.Advance(8_000);
        (await leader.Heartbeat()).ShouldBe(ErrorCode.RebalanceInProgress);
        (await lost.Sync()).ErrorCode.ShouldBe(ErrorCode.UnknownMemberId);
    }

    [Fact]
    public async Task A_rebalance_ends_the_wait_for_an_assignment()
    {
        var (leader, follower) = (new ClassicClient(_harness), new ClassicClient(_harness));
        Task[] joins = [leader.Join(), follower.Join()];
        _harness.Clock.Advance(1_000);
        await Task.WhenAll(joins);
        var waiting = follower.Sync();
        (await leader.Leave()).ShouldBe(ErrorCode.None);
        (await waiting).ErrorCode.ShouldBe(ErrorCode.RebalanceInProgress);
        (await follower.Join()).Leader.ShouldBe(follower.MemberId);
    }

    [Fact]
    public async Task A_stable_groups_leader_rebalances_by_joining_again_and_its_followers_only_by_saying_something_new()
    {
        var (leader, follower) = (new ClassicClient(_harness), new ClassicClient(_harness));
        await ClassicClient.Form(_harness, leader, follower);
        (await follower.Join()).GenerationId.ShouldBe(1);
        State().ShouldBe("Stable");
        var joining = leader.Join();
        (await follower.Join()).GenerationId.ShouldBe(2);
        (await joining).GenerationId.ShouldBe(2);
        await Task.WhenAll(leader.Sync((leader, 1), (follower, 2)), follower.Sync());
        follower.Metadata = [0, 0, 0, 0, 0, 0, 255, 255, 255, 255];
        joining = follower.Join();
        (await leader.Join()).GenerationId.ShouldBe(3);
        (await joining).GenerationId.ShouldBe(3);
    }

    [Fact]
    public async Task A_member_whose_answer_was_lost_is_told_the_generation_again()
    {
        var (leader, follower) = (new ClassicClient(_harness), new ClassicClient(_harness));
        Task[] joins = [leader.Join(), follower.Join()];
        _harness.Clock.Advance(1_000);
        await Task.WhenAll(joins);
        (await leader.Join()).Members.Count.ShouldBe(2);
        (await follower.Join()).Members.ShouldBeEmpty();
        State().ShouldBe("CompletingRebalance");
    }

    [Fact]
    public async Task The_protocol_is_the_one_that_most_members_prefer_of_those_that_all_know()
    {
        ClassicClient[] clients =
        [
            new(_harness) { Protocols = ["only-mine", "sticky", "range"] }, new(_harness) { Protocols = ["range", "sticky"] }, new(_harness) { Protocols = ["range", "sticky"] },
        ];
        Task[] joins = [.. clients.Select(client => client.Join())];
        _harness.Clock.Advance(1_000);
        await Task.WhenAll(joins);
        (await clients[1].Join()).ProtocolName.ShouldBe("range");
        (await new ClassicClient(_harness) { Protocols = ["only-mine"] }.Join()).ErrorCode.ShouldBe(ErrorCode.GroupMaxSizeReached);
    }

    [Fact]
    public async Task The_last_member_leaves_an_empty_group_of_the_next_generation()
    {
        var member = new ClassicClient(_harness);
        await ClassicClient.Form(_harness, member);
        (await member.Leave()).ShouldBe(ErrorCode.None);
        State().ShouldBe("Empty");
        member.MemberId = "";
        var joining = member.Join();
        _harness.Clock.Advance(1_000);
        (await joining).GenerationId.ShouldBe(3);
    }

    private string State() => _harness.Coordinator.StateCounts().Single().Key.State;
}
