using SmartKart.Broker.Groups;
using SmartKart.Broker.Messages;
using SmartKart.Broker.Protocol;
using SmartKart.Broker.Tests.Groups.Classic;

namespace SmartKart.Broker.Tests.Groups.Consumer;

/// <summary>Every refusal of a ConsumerGroupHeartbeat, by Kafka's codes.</summary>
public sealed class ConsumerErrorTests : IAsyncLifetime
{
    private readonly GroupHarness _harness = new(new GroupOptions { MaxMembers = 2 });

    public ValueTask InitializeAsync()
    {
        _harness.Topics.Make("t", 2);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _harness.DisposeAsync();

    public static TheoryData<string> BadRequests =>
    [
        "no group", "empty instance", "empty rack", "no id", "no id to stay", "epoch below -2", "leaves for now without an instance", "no rebalance timeout",
        "owns on joining", "owned unsaid on joining", "no subscription",
    ];

    [Theory, MemberData(nameof(BadRequests))]
    public async Task What_makes_no_sense_is_invalid(string what)
    {
        var request = Joining();
        switch (what)
        {
            case "no group": request.GroupId = ""; break;
            case "empty instance": request.InstanceId = ""; break;
            case "empty rack": request.RackId = ""; break;
            case "no id": request.MemberId = ""; break;
            case "no id to stay": (request.MemberId, request.MemberEpoch) = ("", 3); break;
            case "epoch below -2": request.MemberEpoch = -3; break;
            case "leaves for now without an instance": request.MemberEpoch = -2; break;
            case "no rebalance timeout": request.RebalanceTimeoutMs = -1; break;
            case "owns on joining": request.TopicPartitions = [new ConsumerGroupHeartbeatRequest.OwnedPartitions()]; break;
            case "owned unsaid on joining": request.TopicPartitions = null; break;
            case "no subscription": request.SubscribedTopicNames = null; break;
            default: throw new ArgumentOutOfRangeException(nameof(what), what, "Say how.");
        }
        var answer = await Ask(request);
        answer.ErrorCode.ShouldBe(ErrorCode.InvalidRequest);
        answer.ErrorMessage.ShouldNotBeNullOrEmpty();
        _harness.Coordinator.GroupIds.ShouldBeEmpty();
    }

    [Fact]
    public async Task Only_assignors_that_there_are_may_be_asked_for()
    {
        var request = Joining();
        request.ServerAssignor = "sticky";
        var answer = await Ask(request);
        (answer.ErrorCode, answer.ErrorMessage).ShouldBe((ErrorCode.UnsupportedAssignor, "ServerAssignor sticky is not supported. Supported assignors: uniform, range."));
    }

    [Theory]
    [InlineData("orders-(")]
    [InlineData(@"(a)\1")]
    [InlineData("(?=a)b")]
    public async Task A_pattern_must_be_a_regular_expression_without_look_around_and_back_references(string pattern)
    {
        var request = Joining();
        request.SubscribedTopicRegex = pattern;
        var answer = await Ask(request);
        answer.ErrorCode.ShouldBe(ErrorCode.InvalidRegularExpression);
        answer.ErrorMessage.ShouldStartWith($"SubscribedTopicRegex `{pattern}` is not a valid regular expression: ");
    }

    [Fact]
    public async Task Nobody_is_a_member_of_a_group_that_is_not_there()
    {
        foreach (var epoch in new[] { 1, -1 })
            (await Ask(new ConsumerGroupHeartbeatRequest { GroupId = "g", MemberId = "m", MemberEpoch = epoch })).ErrorCode.ShouldBe(ErrorCode.GroupIdNotFound);
        await Ask(Joining());
        foreach (var epoch in new[] { 1, -1 })
            (await Ask(new ConsumerGroupHeartbeatRequest { GroupId = "g", MemberId = "other", MemberEpoch = epoch })).ErrorCode.ShouldBe(ErrorCode.UnknownMemberId);
    }

    [Fact]
    public async Task A_member_ahead_of_its_epoch_or_behind_the_one_before_is_fenced()
    {
        var client = new ConsumerClient(_harness, "g", "m", "t");
        await client.Beat();
        await client.Subscribe();
        await ConsumerClient.Settle(client);
        await client.Subscribe("t");
        await ConsumerClient.Settle(client);
        client.Epoch.ShouldBe(3);
        foreach (var epoch in new[] { 4, 1 })
            (await Ask(new ConsumerGroupHeartbeatRequest { GroupId = "g", MemberId = "m", MemberEpoch = epoch, TopicPartitions = [] })).ErrorCode.ShouldBe(ErrorCode.FencedMemberEpoch);
        (await Ask(new ConsumerGroupHeartbeatRequest { GroupId = "g", MemberId = "m", MemberEpoch = 2 })).ErrorCode.ShouldBe(ErrorCode.FencedMemberEpoch, "it does not say what it owns");
        (await Ask(new ConsumerGroupHeartbeatRequest { GroupId = "g", MemberId = "m", MemberEpoch = 2, TopicPartitions = [] })).ErrorCode.ShouldBe(ErrorCode.None);
    }

    [Fact]
    public async Task A_full_group_takes_nobody()
    {
        await new ConsumerClient(_harness, "g", "m1", "t").Beat();
        var second = new ConsumerClient(_harness, "g", "m2", "t");
        await second.Beat();
        (await new ConsumerClient(_harness, "g", "m3", "t").Beat()).ErrorCode.ShouldBe(ErrorCode.GroupMaxSizeReached);
        (await second.Beat()).ErrorCode.ShouldBe(ErrorCode.None);
    }

    [Fact]
    public async Task A_static_member_that_left_for_now_finds_its_partitions_again_and_nobody_else_gets_them()
    {
        var (old, other) = (Static("m1"), new ConsumerClient(_harness, "g", "m2", "t"));
        await ConsumerClient.Settle(old, other);
        var owned = old.Owned.ToArray();
        (await old.Leave(forNow: true)).MemberEpoch.ShouldBe(-2);
        await ConsumerClient.Settle(other);
        other.Owned.Count.ShouldBe(1);
        await _harness.Kill();
        var back = Static("m1-again");
        await back.Beat();
        back.Owned.ShouldBe(owned);
        back.Epoch.ShouldBe(other.Epoch, "nobody rebalances for it");
        (await old.Ask(new ConsumerGroupHeartbeatRequest { GroupId = "g", MemberId = "m1", InstanceId = "i", MemberEpoch = 2 })).ErrorCode.ShouldBe(ErrorCode.FencedInstanceId);
        (await old.Ask(new ConsumerGroupHeartbeatRequest { GroupId = "g", MemberId = "m1", InstanceId = "i", MemberEpoch = -1 })).ErrorCode.ShouldBe(ErrorCode.FencedInstanceId);
    }

    [Fact]
    public async Task A_static_member_that_stays_away_for_a_session_is_out()
    {
        var (gone, other) = (Static("m1"), new ConsumerClient(_harness, "g", "m2", "t"));
        await ConsumerClient.Settle(gone, other);
        await gone.Leave(forNow: true);
        _harness.Clock.Advance(30_000);
        await other.Beat();
        _harness.Clock.Advance(15_000);
        await ConsumerClient.Settle(other);
        other.Owned.Count.ShouldBe(2);
    }

    [Fact]
    public async Task An_instance_that_has_not_left_is_not_released()
    {
        await Static("m1").Beat();
        (await Static("m2").Beat()).ErrorCode.ShouldBe(ErrorCode.UnreleasedInstanceId);
        var unknown = new ConsumerGroupHeartbeatRequest { GroupId = "g", MemberId = "m1", InstanceId = "nobody", MemberEpoch = 1 };
        (await Ask(unknown)).ErrorCode.ShouldBe(ErrorCode.UnknownMemberId);
        unknown.MemberEpoch = -1;
        (await Ask(unknown)).ErrorCode.ShouldBe(ErrorCode.UnknownMemberId);
    }

    [Fact]
    public async Task A_group_with_classic_members_is_no_consumer_group_until_they_have_left()
    {
        var classic = new ClassicClient(_harness);
        await ClassicClient.Form(_harness, classic);
        (await Ask(Joining())).ErrorCode.ShouldBe(ErrorCode.GroupIdNotFound);
        await classic.Leave();
        (await Ask(Joining())).ErrorCode.ShouldBe(ErrorCode.None);
        await _harness.Kill();
        _harness.Coordinator.StateCounts().Single().Key.Type.ShouldBe("Consumer");
    }

    private static ConsumerGroupHeartbeatRequest Joining() => new() { GroupId = "g", MemberId = "m", RebalanceTimeoutMs = 10_000, SubscribedTopicNames = ["t"], TopicPartitions = [] };

    private ConsumerClient Static(string id) => new(_harness, "g", id, "t") { InstanceId = "i" };

    private Task<ConsumerGroupHeartbeatResponse> Ask(ConsumerGroupHeartbeatRequest request) =>
        _harness.Ask<ConsumerGroupHeartbeatResponse>(ApiKey.ConsumerGroupHeartbeat, request, 1);
}
