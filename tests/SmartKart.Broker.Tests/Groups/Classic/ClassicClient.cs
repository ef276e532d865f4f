using SmartKart.Broker.Messages;
using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Tests.Groups.Classic;

/// <summary>A member of a classic group, as a client library speaks for it, one request at a time.</summary>
internal sealed class ClassicClient(GroupHarness harness, string group = "g")
{
    public string MemberId { get; set; } = "";
    public int Generation { get; set; } = -1;
    public string? InstanceId { get; init; }
    public int SessionMs { get; init; } = 10_000;
    public int RebalanceMs { get; init; } = 60_000;
    public string ProtocolType { get; init; } = "consumer";
    public string[] Protocols { get; set; } = ["range"];
    public byte[] Metadata { get; set; } = [0, 1, 0, 0, 0, 1, 0, 1, (byte)'t', 255, 255, 255, 255];      // version 1: topic "t", no user data

    /// <summary>Joins as it is now; where it is told an id, takes it and joins again.</summary>
    public async Task<JoinGroupResponse> Join(short version = 9)
    {
        var response = await AskToJoin(version);
        if (response.ErrorCode == ErrorCode.MemberIdRequired)
        {
            MemberId = response.MemberId;
            response = await AskToJoin(version);
        }
        if (response.ErrorCode == ErrorCode.None) (MemberId, Generation) = (response.MemberId, response.GenerationId);
        return response;
    }

    public Task<JoinGroupResponse> AskToJoin(short version = 9) => harness.Ask<JoinGroupResponse>(ApiKey.JoinGroup, new JoinGroupRequest
    {
        GroupId = group, MemberId = MemberId, GroupInstanceId = InstanceId, SessionTimeoutMs = SessionMs, RebalanceTimeoutMs = RebalanceMs, ProtocolType = ProtocolType,
        Protocols = [.. Protocols.Select(name => new JoinGroupRequest.JoinGroupRequestProtocol { Name = name, Metadata = Metadata })],
    }, version);

    public Task<SyncGroupResponse> Sync(params (ClassicClient Member, byte Share)[] shares) => Sync(5, shares);

    public Task<SyncGroupResponse> Sync(short version, params (ClassicClient Member, byte Share)[] shares) => harness.Ask<SyncGroupResponse>(ApiKey.SyncGroup, new SyncGroupRequest
    {
        GroupId = group, MemberId = MemberId, GroupInstanceId = InstanceId, GenerationId = Generation, ProtocolType = ProtocolType, ProtocolName = Protocols[0],
        Assignments = [.. shares.Select(share => new SyncGroupRequest.SyncGroupRequestAssignment { MemberId = share.Member.MemberId, Assignment = [share.Share] })],
    }, version);

    public async Task<ErrorCode> Heartbeat() => (await harness.Ask<HeartbeatResponse>(ApiKey.Heartbeat, new HeartbeatRequest
    {
        GroupId = group, MemberId = MemberId, GroupInstanceId = InstanceId, GenerationId = Generation,
    }, 4)).ErrorCode;

    public async Task<ErrorCode> Leave() => (await harness.Ask<LeaveGroupResponse>(ApiKey.LeaveGroup, new LeaveGroupRequest { GroupId = group, MemberId = MemberId }, 2)).ErrorCode;

    /// <summary>Lets clients join at the same time and share what their number says; the first leads.</summary>
    public static async Task Form(GroupHarness harness, params ClassicClient[] clients)
    {
        Task<JoinGroupResponse>[] joins = [.. clients.Select(client => client.Join())];
        harness.Clock.Advance(1_000);
        foreach (var join in joins) (await join).ErrorCode.ShouldBe(ErrorCode.None);
        Task<SyncGroupResponse>[] syncs = [.. clients.Reverse().Select(client =>
            client == clients[0] ? client.Sync([.. clients.Select((member, share) => (member, (byte)share))]) : client.Sync())];
        foreach (var sync in syncs) (await sync).ErrorCode.ShouldBe(ErrorCode.None);
    }
}
