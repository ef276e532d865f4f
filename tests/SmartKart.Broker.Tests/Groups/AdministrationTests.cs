using SmartKart.Broker.Groups;
using SmartKart.Broker.Messages;
using SmartKart.Broker.Protocol;
using SmartKart.Broker.Tests.Groups.Classic;
using SmartKart.Broker.Tests.Groups.Consumer;
using SmartKart.Broker.Tests.Groups.Offsets;

namespace SmartKart.Broker.Tests.Groups;

/// <summary>The coordinator as administrators see it: where it is, and which groups it has.</summary>
public sealed class AdministrationTests : IAsyncLifetime
{
    private readonly GroupHarness _harness = new();

    public ValueTask InitializeAsync()
    {
        _harness.Topics.Make("t", 1);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _harness.DisposeAsync();

    [Theory]
    [InlineData(0, 0)]
    [InlineData(3, 1)]
    public async Task This_broker_coordinates_everything(short version, sbyte type)
    {
        var answer = await _harness.Ask<FindCoordinatorResponse>(ApiKey.FindCoordinator, new FindCoordinatorRequest { Key = "g", KeyType = type }, version);
        (answer.ErrorCode, answer.NodeId, answer.Host, answer.Port).ShouldBe((ErrorCode.None, 1, "localhost", 9092));
    }

    [Fact]
    public async Task Many_may_be_asked_for_at_once()
    {
        var answer = await _harness.Ask<FindCoordinatorResponse>(ApiKey.FindCoordinator, new FindCoordinatorRequest { CoordinatorKeys = ["a", "b"], KeyType = 1 }, 5);
        answer.Coordinators.Select(each => (each.Key, each.ErrorCode, each.NodeId, each.Host, each.Port)).ShouldBe([("a", ErrorCode.None, 1, "localhost", 9092), ("b", ErrorCode.None, 1, "localhost", 9092)]);
        answer = await _harness.Ask<FindCoordinatorResponse>(ApiKey.FindCoordinator, new FindCoordinatorRequest { CoordinatorKeys = ["a"], KeyType = 2 }, 5);
        answer.Coordinators.Single().ErrorCode.ShouldBe(ErrorCode.InvalidRequest);
    }

    [Fact]
    public async Task Groups_are_listed_by_state_and_type()
    {
        await new OffsetClient(_harness, "simple").Commit("t", 0, 1);
        await new ConsumerClient(_harness, "modern", "m", "t").Beat();
        await ClassicClient.Form(_harness, new ClassicClient(_harness, "classic"));
        (await List()).ShouldBe(["classic consumer Stable Classic", "modern consumer Stable Consumer", "simple  Empty Classic"]);
        (await List(states: ["stable"])).Count.ShouldBe(2);
        (await List(types: ["CONSUMER"])).ShouldBe(["modern consumer Stable Consumer"]);
        (await List(states: ["Empty"], types: ["consumer"])).ShouldBeEmpty();
        _harness.Coordinator.StateCounts().ShouldBe(new Dictionary<(string, string), int>
        {
            [("Classic", "Stable")] = 1, [("Consumer", "Stable")] = 1, [("Classic", "Empty")] = 1,
        }, ignoreOrder: true);
    }

    [Fact]
    public async Task Classic_groups_are_described_with_their_members_and_others_are_dead()
    {
        var member = new ClassicClient(_harness) { InstanceId = "i" };
        await ClassicClient.Form(_harness, member);
        await new ConsumerClient(_harness, "modern", "m", "t").Beat();
        var answer = await _harness.Ask<DescribeGroupsResponse>(ApiKey.DescribeGroups, new DescribeGroupsRequest { Groups = ["g", "modern", "unknown"] }, 5);
        var group = answer.Groups[0];
        (group.ErrorCode, group.GroupState, group.ProtocolType, group.ProtocolData).ShouldBe((ErrorCode.None, "Stable", "consumer", "range"));
        var described = group.Members.Single();
        (described.MemberId, described.GroupInstanceId, described.ClientId, described.ClientHost).ShouldBe((member.MemberId, "i", "client", "/127.0.0.1"));
        described.MemberMetadata.ShouldBe(member.Metadata);
        described.MemberAssignment.ShouldBe([0]);
        answer.Groups[1..].Select(other => (other.ErrorCode, other.GroupState)).ShouldBe([(ErrorCode.None, "Dead"), (ErrorCode.None, "Dead")]);
        var joining = new ClassicClient(_harness).Join();
        answer = await _harness.Ask<DescribeGroupsResponse>(ApiKey.DescribeGroups, new DescribeGroupsRequest { Groups = ["g"] }, 5);
        (answer.Groups[0].GroupState, answer.Groups[0].ProtocolData, answer.Groups[0].Members.Count).ShouldBe(("PreparingRebalance", "", 2));
        joining.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public void Options_outside_their_ranges_are_refused_by_name()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new GroupOptions { MaxMembers = 0 }.Check()).ParamName.ShouldBe(nameof(GroupOptions.MaxMembers));
        Should.Throw<ArgumentOutOfRangeException>(() => new GroupOptions { ConsumerSessionTimeout = TimeSpan.FromSeconds(1) }.Check()).ParamName.ShouldBe(nameof(GroupOptions.ConsumerSessionTimeout));
    }

    private async Task<List<string>> List(List<string>? states = null, List<string>? types = null)
    {
        var answer = await _harness.Ask<ListGroupsResponse>(ApiKey.ListGroups, new ListGroupsRequest { StatesFilter = states ?? [], TypesFilter = types ?? [] }, 5);
        return answer.Groups.ConvertAll(group => $"{group.GroupId} {group.ProtocolType} {group.GroupState} {group.GroupType}");
    }
}
