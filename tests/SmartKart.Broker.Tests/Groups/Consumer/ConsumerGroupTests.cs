using SmartKart.Broker.Messages;
using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Tests.Groups.Consumer;

/// <summary>How a consumer group goes about its members and topics, one heartbeat at a time.</summary>
public sealed class ConsumerGroupTests : IAsyncLifetime
{
    private readonly GroupHarness _harness = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _harness.DisposeAsync();

    [Fact]
    public async Task The_first_member_has_everything_after_one_heartbeat()
    {
        var topic = _harness.Topics.Make("t", 3);
        var client = Client("m1", "t");
        var answer = await client.Beat();
        (answer.ErrorCode, answer.MemberId, answer.MemberEpoch, answer.HeartbeatIntervalMs).ShouldBe((ErrorCode.None, "m1", 1, 1_000));
        client.Owned.ShouldBe([new(topic, 0), new(topic, 1), new(topic, 2)]);
        (await client.Beat()).Assignment.ShouldBeNull("nothing changed");
        State().ShouldBe("Stable");
    }

    [Fact]
    public async Task Before_version_1_the_broker_names_the_members()
    {
        var answer = await Client("").Ask(new ConsumerGroupHeartbeatRequest { GroupId = "g", RebalanceTimeoutMs = 1_000, SubscribedTopicNames = ["t"], TopicPartitions = [] }, version: 0);
        answer.ErrorCode.ShouldBe(ErrorCode.None);
        answer.MemberId.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task Partitions_move_one_member_at_a_time_and_nobody_stops_who_loses_nothing()
    {
        _harness.Topics.Make("t", 4);
        var (one, two) = (Client("m1", "t"), Client("m2", "t"));
        await one.Beat();
        await two.Beat();
        two.Owned.ShouldBeEmpty("what it shall have is still with the other");
        two.Epoch.ShouldBe(2);
        State().ShouldBe("Reconciling");
        await one.Beat();
        one.Owned.Count.ShouldBe(2);
        one.Epoch.ShouldBe(1, "it has yet to say that it has let go");
        await two.Beat();
        two.Owned.ShouldBeEmpty("nor is it free yet");
        await one.Beat();
        one.Epoch.ShouldBe(2);
        await two.Beat();
        two.Owned.Count.ShouldBe(2);
        State().ShouldBe("Stable");
    }

    [Fact]
    public async Task Who_does_not_let_go_in_time_is_out_even_while_it_reports()
    {
        _harness.Topics.Make("t", 2);
        var (stubborn, waiting) = (Client("m1", "t"), Client("m2", "t"));
        await stubborn.Beat();
        await waiting.Beat();
        for (var passed = 0; passed < 30; passed += 5)
        {
            // It says that it is there, but never what it owns.
            (await stubborn.Ask(new ConsumerGroupHeartbeatRequest { GroupId = "g", MemberId = "m1", MemberEpoch = 1 })).ErrorCode.ShouldBe(ErrorCode.None);
            _harness.Clock.Advance(5_000);
            await waiting.Beat();
        }
        (await stubborn.Ask(new ConsumerGroupHeartbeatRequest { GroupId = "g", MemberId = "m1", MemberEpoch = 1 })).ErrorCode.ShouldBe(ErrorCode.UnknownMemberId);
        await waiting.Beat();
        waiting.Owned.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_silent_members_partitions_go_to_the_others_when_its_session_ends()
    {
        _harness.Topics.Make("t", 2);
        var (silent, alive) = (Client("m1", "t"), Client("m2", "t"));
        await ConsumerClient.Settle(silent, alive);
        _harness.Clock.Advance(44_999);
        await alive.Beat();
        alive.Owned.Count.ShouldBe(1);
        _harness.Clock.Advance(1);
        await ConsumerClient.Settle(alive);
        alive.Owned.Count.ShouldBe(2);
        (await silent.Beat()).ErrorCode.ShouldBe(ErrorCode.UnknownMemberId);
    }

    [Fact]
    public async Task A_member_that_leaves_frees_its_partitions_at_once()
    {
        _harness.Topics.Make("t", 2);
        var (one, two) = (Client("m1", "t"), Client("m2", "t"));
        await ConsumerClient.Settle(one, two);
        var answer = await one.Leave();
        (answer.ErrorCode, answer.MemberId, answer.MemberEpoch).ShouldBe((ErrorCode.None, "m1", -1));
        await two.Beat();
        two.Owned.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Topics_that_are_made_grow_and_go_are_noticed()
    {
        _harness.Topics.Make("t", 1);
        var client = Client("m1", "t", "later");
        await client.Beat();
        var later = _harness.Topics.Make("later", 2);
        await client.Beat();
        client.Owned.Count.ShouldBe(3);
        client.Epoch.ShouldBe(2);
        _harness.Topics.Grow("t", 4);
        await client.Beat();
        client.Owned.Count.ShouldBe(6);
        _harness.Topics.Delete("t");
        await ConsumerClient.Settle(client);
        client.Owned.ShouldBe([new(later, 0), new(later, 1)]);
        var epoch = client.Epoch;
        _harness.Topics.Make("unrelated", 1);
        await client.Beat();
        client.Epoch.ShouldBe(epoch, "a topic that nobody here reads is no reason to rebalance");
    }

    [Fact]
    public async Task A_topic_made_again_under_its_name_is_another_topic()
    {
        _harness.Topics.Make("t", 1);
        var client = Client("m1", "t");
        await client.Beat();
        _harness.Topics.Delete("t");
        var again = _harness.Topics.Make("t", 1);
        await ConsumerClient.Settle(client);
        client.Owned.ShouldBe([new(again, 0)]);
    }

    [Fact]
    public async Task A_pattern_takes_the_topics_whose_whole_names_match_and_those_that_come_later()
    {
        var first = _harness.Topics.Make("orders-eu", 1);
        _harness.Topics.Make("old-orders-eu", 1);
        _harness.Topics.Make("__consumer_offsets", 1);
        var client = new ConsumerClient(_harness, "g", "m1") { Pattern = "orders-.*|__.*" };
        await client.Beat();
        client.Owned.ShouldBe([new(first, 0)]);
        var second = _harness.Topics.Make("orders-us", 1);
        await client.Beat();
        client.Owned.ShouldBe([new(first, 0), new(second, 0)]);
    }

    [Fact]
    public async Task Members_may_change_what_they_read()
    {
        _harness.Topics.Make("a", 2);
        var b = _harness.Topics.Make("b", 2);
        var client = Client("m1", "a");
        await client.Beat();
        await client.Subscribe("b");
        await ConsumerClient.Settle(client);
        client.Owned.ShouldBe([new(b, 0), new(b, 1)]);
    }

    [Fact]
    public async Task Range_co_partitions_and_most_members_decide()
    {
        var (a, b) = (_harness.Topics.Make("a", 4), _harness.Topics.Make("b", 4));
        ConsumerClient[] clients = [new(_harness, "g", "m1", "a", "b") { Assignor = "range" }, new(_harness, "g", "m2", "a", "b") { Assignor = "range" }];
        await ConsumerClient.Settle(clients);
        clients[0].Owned.ShouldBe([new(a, 0), new(a, 1), new(b, 0), new(b, 1)]);
        clients[1].Owned.ShouldBe([new(a, 2), new(a, 3), new(b, 2), new(b, 3)]);
        (await Describe("g")).AssignorName.ShouldBe("range");
    }

    [Fact]
    public async Task An_answer_that_was_lost_is_given_again()
    {
        _harness.Topics.Make("t", 2);
        var client = Client("m1", "t");
        await client.Beat(loseAnswer: true);
        (await client.Beat()).ErrorCode.ShouldBe(ErrorCode.None);
        client.Owned.Count.ShouldBe(2);
        await client.Subscribe("t", "u");
        (await client.Beat()).ErrorCode.ShouldBe(ErrorCode.None);
        client.Epoch.ShouldBe(2);
    }

    [Fact]
    public async Task Members_and_epochs_survive_a_kill_and_go_on()
    {
        _harness.Topics.Make("t", 4);
        var (one, two) = (Client("m1", "t"), Client("m2", "t"));
        await ConsumerClient.Settle(one, two);
        await _harness.Kill();
        var answer = await one.Beat();
        (answer.ErrorCode, answer.MemberEpoch, answer.Assignment).ShouldBe((ErrorCode.None, one.Epoch, null));
        (await Describe("g")).GroupEpoch.ShouldBe(2);
        await one.Leave();
        await two.Leave();
        await _harness.Restart();
        (await Describe("g")).ShouldSatisfyAllConditions(group => group.GroupState.ShouldBe("Empty"), group => group.GroupEpoch.ShouldBe(4), group => group.Members.ShouldBeEmpty());
        var back = Client("m3", "t");
        await back.Beat();
        back.Epoch.ShouldBe(5, "epochs do not go back");
    }

    [Fact]
    public async Task A_session_begins_anew_when_the_broker_does_and_ends_all_the_same()
    {
        _harness.Topics.Make("t", 1);
        await Client("m1", "t").Beat();
        await _harness.Kill();
        _harness.Clock.Advance(45_000);
        State().ShouldBe("Empty");
    }

    [Fact]
    public async Task A_kill_between_revocation_and_handover_leaves_the_partition_with_one_member()
    {
        _harness.Topics.Make("t", 2);
        var (one, two) = (Client("m1", "t"), Client("m2", "t"));
        await one.Beat();
        await two.Beat();
        await one.Beat();                        // told to give one up
        await _harness.Kill();
        await two.Beat();
        two.Owned.ShouldBeEmpty();
        await ConsumerClient.Settle(one, two);
        (one.Owned.Count, two.Owned.Count).ShouldBe((1, 1));
        one.Owned.Overlaps(two.Owned).ShouldBeFalse();
    }

    [Fact]
    public async Task A_change_that_cannot_be_written_did_not_happen()
    {
        _harness.Topics.Make("t", 2);
        var client = Client("m1", "t");
        _harness.Admission.Failure = new Broker.Storage.LogWriteException("00000000000000000000.log", new IOException("no space"));
        (await client.Beat()).ErrorCode.ShouldBe(ErrorCode.CoordinatorNotAvailable);
        _harness.Admission.Failure = null;
        (await client.Beat()).ErrorCode.ShouldBe(ErrorCode.None);
        client.Epoch.ShouldBe(1);
        client.Owned.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_description_says_what_each_member_has_and_shall_have()
    {
        _harness.Topics.Make("t", 2);
        var (one, two) = (Client("m1", "t"), Client("m2", "t"));
        await one.Beat();
        await two.Beat();
        var group = await Describe("g");
        (group.GroupState, group.GroupEpoch, group.AssignmentEpoch, group.AssignorName).ShouldBe(("Reconciling", 2, 2, "uniform"));
        var (first, second) = (group.Members.Single(member => member.MemberId == "m1"), group.Members.Single(member => member.MemberId == "m2"));
        first.Assignment.TopicPartitions.Single().Partitions.Count.ShouldBe(2);
        first.TargetAssignment.TopicPartitions.Single().Partitions.Count.ShouldBe(1);
        second.Assignment.TopicPartitions.ShouldBeEmpty();
        (second.ClientId, second.ClientHost, second.SubscribedTopicNames.Single(), second.MemberEpoch).ShouldBe(("client", "/127.0.0.1", "t", 2));
        second.TargetAssignment.TopicPartitions.Single().TopicName.ShouldBe("t");
        (await Describe("other")).ErrorCode.ShouldBe(ErrorCode.GroupIdNotFound);
        (await Describe("")).ErrorCode.ShouldBe(ErrorCode.InvalidGroupId);
    }

    private ConsumerClient Client(string id, params string[] topics) => new(_harness, "g", id, topics);

    private string State() => _harness.Coordinator.StateCounts().Single().Key.State;

    private async Task<ConsumerGroupDescribeResponse.DescribedGroup> Describe(string group) =>
        (await _harness.Ask<ConsumerGroupDescribeResponse>(ApiKey.ConsumerGroupDescribe, new ConsumerGroupDescribeRequest { GroupIds = [group] }, 0)).Groups.Single();
}
