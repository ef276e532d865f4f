using SmartKart.Broker.Messages;
using SmartKart.Broker.Protocol;
using MemberIdentity = SmartKart.Broker.Messages.LeaveGroupRequest.MemberIdentity;

namespace SmartKart.Broker.Tests.Groups.Classic;

/// <summary>Members with a name of their own (KIP-345): a restart of theirs is nobody else's business.</summary>
public sealed class StaticMemberTests : IAsyncLifetime
{
    private readonly GroupHarness _harness = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _harness.DisposeAsync();

    [Fact]
    public async Task A_static_member_that_comes_back_takes_its_assignment_over_without_a_rebalance()
    {
        var (leader, old) = (new ClassicClient(_harness) { InstanceId = "i0" }, new ClassicClient(_harness) { InstanceId = "i1" });
        await ClassicClient.Form(_harness, leader, old);
        var back = new ClassicClient(_harness) { InstanceId = "i1" };
        var answer = await back.Join();
        (answer.ErrorCode, answer.GenerationId, answer.Leader).ShouldBe((ErrorCode.None, 1, leader.MemberId));
        back.MemberId.ShouldNotBe(old.MemberId);
        (await back.Sync()).Assignment.ShouldBe([1]);
        (await leader.Heartbeat()).ShouldBe(ErrorCode.None);
        (await old.Heartbeat()).ShouldBe(ErrorCode.FencedInstanceId);
        (await old.Sync()).ErrorCode.ShouldBe(ErrorCode.FencedInstanceId);
        (await old.AskToJoin()).ErrorCode.ShouldBe(ErrorCode.FencedInstanceId);
    }

    [Theory]
    [InlineData(9, true)]
    [InlineData(8, false)]
    public async Task A_static_leader_that_comes_back_is_told_not_to_assign(short version, bool canBeTold)
    {
        var (leader, follower) = (new ClassicClient(_harness) { InstanceId = "i0" }, new ClassicClient(_harness) { InstanceId = "i1" });
        await ClassicClient.Form(_harness, leader, follower);
        var back = new ClassicClient(_harness) { InstanceId = "i0" };
        var answer = await back.Join(version);
        answer.SkipAssignment.ShouldBe(canBeTold);
        answer.Leader.ShouldBe(canBeTold ? back.MemberId : leader.MemberId, "before version 9 it must take itself for a follower");
        answer.Members.Count.ShouldBe(canBeTold ? 2 : 0);
        (await back.Sync()).Assignment.ShouldBe([0]);
    }

    [Fact]
    public async Task One_that_comes_back_with_other_protocols_makes_the_group_rebalance()
    {
        var leader = new ClassicClient(_harness) { InstanceId = "i0", Protocols = ["range", "sticky"] };
        await ClassicClient.Form(_harness, leader);
        var back = new ClassicClient(_harness) { InstanceId = "i0", Protocols = ["sticky"] };
        var answer = await back.Join();
        (answer.GenerationId, answer.ProtocolName).ShouldBe((2, "sticky"));
    }

    [Fact]
    public async Task One_that_comes_back_while_the_leader_assigns_makes_the_group_rebalance()
    {
        var (leader, old) = (new ClassicClient(_harness), new ClassicClient(_harness) { InstanceId = "i1" });
        Task[] joins = [leader.Join(), old.Join()];
        _harness.Clock.Advance(1_000);
        await Task.WhenAll(joins);
        var fenced = old.Sync();
        var joining = new ClassicClient(_harness) { InstanceId = "i1" }.Join();
        (await fenced).ErrorCode.ShouldBe(ErrorCode.FencedInstanceId);
        (await leader.Join()).GenerationId.ShouldBe(2);
        (await joining).GenerationId.ShouldBe(2);
    }

    [Fact]
    public async Task A_waiting_member_is_fenced_by_its_successor()
    {
        var old = new ClassicClient(_harness) { InstanceId = "i0" }.Join();
        var successor = new ClassicClient(_harness) { InstanceId = "i0" }.Join();
        (await old).ErrorCode.ShouldBe(ErrorCode.FencedInstanceId);
        _harness.Clock.Advance(1_000);
        (await successor).GenerationId.ShouldBe(1);
    }

    [Fact]
    public async Task Static_members_that_do_not_join_in_time_stay_until_their_sessions_end()
    {
        var (away, newcomer) = (new ClassicClient(_harness) { InstanceId = "i0", SessionMs = 30_000, RebalanceMs = 20_000 }, new ClassicClient(_harness) { SessionMs = 30_000, RebalanceMs = 20_000 });
        await ClassicClient.Form(_harness, away);
        var joining = newcomer.Join();
        _harness.Clock.Advance(20_000);
        (await joining).Members.Count.ShouldBe(2);
        (await joining).Leader.ShouldBe(newcomer.MemberId);
    }

    [Fact]
    public async Task Many_members_leave_in_one_request_each_with_an_answer_of_its_own()
    {
        ClassicClient[] clients = [new(_harness), new(_harness) { InstanceId = "i1" }, new(_harness) { InstanceId = "i2" }];
        await ClassicClient.Form(_harness, clients);
        var pending = (await new ClassicClient(_harness).AskToJoin()).MemberId;
        var answer = await _harness.Ask<LeaveGroupResponse>(ApiKey.LeaveGroup, new LeaveGroupRequest
        {
            GroupId = "g",
            Members =
            [
                new MemberIdentity { MemberId = clients[0].MemberId }, new MemberIdentity { GroupInstanceId = "i1" }, new MemberIdentity { MemberId = "other", GroupInstanceId = "i2" },
                new MemberIdentity { MemberId = "unknown" }, new MemberIdentity { GroupInstanceId = "unknown" }, new MemberIdentity { MemberId = pending },
            ],
        }, 5);
        answer.Members.Select(member => member.ErrorCode).ShouldBe(
            [ErrorCode.None, ErrorCode.None, ErrorCode.FencedInstanceId, ErrorCode.UnknownMemberId, ErrorCode.UnknownMemberId, ErrorCode.None]);
        (await clients[2].Heartbeat()).ShouldBe(ErrorCode.RebalanceInProgress);
    }
}
