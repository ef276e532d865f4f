using SmartKart.Broker.Groups;
using SmartKart.Broker.Messages;
using SmartKart.Broker.Protocol;
using SmartKart.Broker.Storage;
using SmartKart.Broker.Tests.Groups.Consumer;

namespace SmartKart.Broker.Tests.Groups.Classic;

/// <summary>Every refusal of the classic protocol's requests, by Kafka's codes.</summary>
public sealed class ClassicErrorTests : IAsyncLifetime
{
    private readonly GroupHarness _harness = new(new GroupOptions { MaxMembers = 2 });

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _harness.DisposeAsync();

    [Theory]
    [InlineData(5_999, ErrorCode.InvalidSessionTimeout)]
    [InlineData(6_000, ErrorCode.MemberIdRequired)]
    [InlineData(1_800_000, ErrorCode.MemberIdRequired)]
    [InlineData(1_800_001, ErrorCode.InvalidSessionTimeout)]
    public async Task A_session_lasts_from_6_seconds_to_30_minutes(int sessionMs, object expected) =>
        (await new ClassicClient(_harness) { SessionMs = sessionMs }.AskToJoin()).ErrorCode.ShouldBe((ErrorCode)expected);

    [Fact]
    public async Task A_group_has_a_name()
    {
        var nameless = new ClassicClient(_harness, "");
        (await nameless.AskToJoin()).ErrorCode.ShouldBe(ErrorCode.InvalidGroupId);
        (await nameless.Sync()).ErrorCode.ShouldBe(ErrorCode.InvalidGroupId);
        (await nameless.Heartbeat()).ShouldBe(ErrorCode.InvalidGroupId);
        (await nameless.Leave()).ShouldBe(ErrorCode.InvalidGroupId);
    }

    [Fact]
    public async Task Who_is_in_no_group_is_unknown()
    {
        var stranger = new ClassicClient(_harness) { MemberId = "stranger" };
        for (var round = 0; round < 2; round++)
        {
            (await stranger.AskToJoin()).ErrorCode.ShouldBe(ErrorCode.UnknownMemberId);
            (await stranger.Sync()).ErrorCode.ShouldBe(ErrorCode.UnknownMemberId);
            (await stranger.Heartbeat()).ShouldBe(ErrorCode.UnknownMemberId);
            (await stranger.Leave()).ShouldBe(ErrorCode.UnknownMemberId);
            if (round == 0) await ClassicClient.Form(_harness, new ClassicClient(_harness));      // and so it is where there is a group
        }
    }

    [Fact]
    public async Task Another_generation_is_illegal()
    {
        var member = new ClassicClient(_harness);
        await ClassicClient.Form(_harness, member);
        member.Generation++;
        (await member.Heartbeat()).ShouldBe(ErrorCode.IllegalGeneration);
        (await member.Sync()).ErrorCode.ShouldBe(ErrorCode.IllegalGeneration);
    }

    [Fact]
    public async Task Members_must_have_a_protocol_in_common()
    {
        (await new ClassicClient(_harness) { Protocols = [] }.AskToJoin()).ErrorCode.ShouldBe(ErrorCode.InconsistentGroupProtocol);
        (await new ClassicClient(_harness) { ProtocolType = "" }.AskToJoin()).ErrorCode.ShouldBe(ErrorCode.InconsistentGroupProtocol);
        var member = new ClassicClient(_harness);
        await ClassicClient.Form(_harness, member);
        (await new ClassicClient(_harness) { Protocols = ["sticky"] }.AskToJoin()).ErrorCode.ShouldBe(ErrorCode.InconsistentGroupProtocol);
        (await new ClassicClient(_harness) { ProtocolType = "connect" }.AskToJoin()).ErrorCode.ShouldBe(ErrorCode.InconsistentGroupProtocol);
        member.Protocols = ["sticky"];
        (await member.Sync()).ErrorCode.ShouldBe(ErrorCode.InconsistentGroupProtocol);
    }

    [Fact]
    public async Task A_full_group_takes_nobody()
    {
        var (one, two) = (new ClassicClient(_harness), new ClassicClient(_harness));
        await ClassicClient.Form(_harness, one, two);
        (await new ClassicClient(_harness).AskToJoin()).ErrorCode.ShouldBe(ErrorCode.GroupMaxSizeReached);
        (await one.Heartbeat()).ShouldBe(ErrorCode.None);
    }

    [Fact]
    public async Task A_consumer_group_with_members_is_not_for_classic_members_and_an_empty_one_becomes_theirs()
    {
        _harness.Topics.Make("t", 1);
        var modern = new ConsumerClient(_harness, "g", "m", "t");
        await modern.Beat();
        (await new ClassicClient(_harness).AskToJoin()).ErrorCode.ShouldBe(ErrorCode.InconsistentGroupProtocol);
        (await new ClassicClient(_harness) { MemberId = "m" }.Heartbeat()).ShouldBe(ErrorCode.UnknownMemberId);
        (await new ClassicClient(_harness) { MemberId = "m" }.Sync()).ErrorCode.ShouldBe(ErrorCode.UnknownMemberId);
        (await new ClassicClient(_harness) { MemberId = "m" }.Leave()).ShouldBe(ErrorCode.UnknownMemberId);
        await modern.Leave();
        await ClassicClient.Form(_harness, new ClassicClient(_harness));
        _harness.Coordinator.StateCounts().ShouldBe(new Dictionary<(string, string), int> { [("Classic", "Stable")] = 1 });
        await _harness.Kill();
        _harness.Coordinator.StateCounts().ShouldBe(new Dictionary<(string, string), int> { [("Classic", "Stable")] = 1 });
    }

    [Fact]
    public async Task An_assignment_that_cannot_be_written_is_told_to_nobody()
    {
        var (leader, follower) = (new ClassicClient(_harness), new ClassicClient(_harness));
        Task[] joins = [leader.Join(), follower.Join()];
        _harness.Clock.Advance(1_000);
        await Task.WhenAll(joins);
        var waiting = follower.Sync();
        _harness.Admission.Failure = new LogWriteException("00000000000000000000.log", new IOException("no space"));
        (await leader.Sync((leader, 1), (follower, 2))).ErrorCode.ShouldBe(ErrorCode.CoordinatorNotAvailable);
        (await waiting).ErrorCode.ShouldBe(ErrorCode.CoordinatorNotAvailable);
        _harness.Admission.Failure = null;
        var again = leader.Join();
        (await follower.Join()).GenerationId.ShouldBe(2);
        (await again).GenerationId.ShouldBe(2);
    }

    [Fact]
    public async Task When_the_broker_stops_those_who_wait_are_told_and_those_who_come_later_too()
    {
        var first = new ClassicClient(_harness);
        await ClassicClient.Form(_harness, first);
        var joining = new ClassicClient(_harness).Join();
        await _harness.Coordinator.DisposeAsync();
        (await joining).ErrorCode.ShouldBeOneOf(ErrorCode.NotCoordinator, ErrorCode.CoordinatorNotAvailable);
        (await first.Heartbeat()).ShouldBe(ErrorCode.CoordinatorNotAvailable);
    }

    [Fact]
    public async Task A_client_that_is_gone_ends_its_wait()
    {
        using var gone = new CancellationTokenSource();
        var request = new JoinGroupRequest
        {
            GroupId = "g", SessionTimeoutMs = 10_000, RebalanceTimeoutMs = 10_000, ProtocolType = "consumer", Protocols = [new JoinGroupRequest.JoinGroupRequestProtocol { Name = "range" }],
        };
        var joining = _harness.Ask<JoinGroupResponse>(ApiKey.JoinGroup, request, 3, client: gone);
        await gone.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(joining);
    }

    [Fact]
    public async Task Generations_members_and_assignments_survive_a_kill()
    {
        var (leader, follower) = (new ClassicClient(_harness), new ClassicClient(_harness) { InstanceId = "i1" });
        await ClassicClient.Form(_harness, leader, follower);
        await _harness.Kill();
        (await leader.Heartbeat()).ShouldBe(ErrorCode.None);
        (await follower.Sync()).Assignment.ShouldBe([1]);
        _harness.Clock.Advance(5_000);
        (await leader.Heartbeat()).ShouldBe(ErrorCode.None);
        _harness.Clock.Advance(6_000);
        (await leader.Heartbeat()).ShouldBe(ErrorCode.RebalanceInProgress, "the follower's session went on after the restart, and ended");
    }
}
