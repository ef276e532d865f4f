using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>
/// The requests that this broker answers, in which versions, and from which on they are flexible. The layouts know older
/// and newer versions too: what is spoken is said here and nowhere else.
/// </summary>
internal static class MessageCatalog
{
    public static IReadOnlyList<Api> Apis { get; } =
    [
        Api.Of<ProduceRequest, ProduceResponse>(ApiKey.Produce, 3, 11, flexibleSince: 9),
        Api.Of<FetchRequest, FetchResponse>(ApiKey.Fetch, 4, 17, flexibleSince: 12),
        Api.Of<ListOffsetsRequest, ListOffsetsResponse>(ApiKey.ListOffsets, 1, 10, flexibleSince: 6),
        Api.Of<MetadataRequest, MetadataResponse>(ApiKey.Metadata, 0, 12, flexibleSince: 9),
        Api.Of<OffsetCommitRequest, OffsetCommitResponse>(ApiKey.OffsetCommit, 0, 9, flexibleSince: 8),
        Api.Of<OffsetFetchRequest, OffsetFetchResponse>(ApiKey.OffsetFetch, 0, 9, flexibleSince: 6),
        Api.Of<FindCoordinatorRequest, FindCoordinatorResponse>(ApiKey.FindCoordinator, 0, 5, flexibleSince: 3),
        Api.Of<JoinGroupRequest, JoinGroupResponse>(ApiKey.JoinGroup, 0, 9, flexibleSince: 6),
        Api.Of<HeartbeatRequest, HeartbeatResponse>(ApiKey.Heartbeat, 0, 4, flexibleSince: 4),
        Api.Of<LeaveGroupRequest, LeaveGroupResponse>(ApiKey.LeaveGroup, 0, 5, flexibleSince: 4),
        Api.Of<SyncGroupRequest, SyncGroupResponse>(ApiKey.SyncGroup, 0, 5, flexibleSince: 4),
        Api.Of<DescribeGroupsRequest, DescribeGroupsResponse>(ApiKey.DescribeGroups, 0, 5, flexibleSince: 5),
        Api.Of<ListGroupsRequest, ListGroupsResponse>(ApiKey.ListGroups, 0, 5, flexibleSince: 3),
        Api.Of<SaslHandshakeRequest, SaslHandshakeResponse>(ApiKey.SaslHandshake, 0, 1, flexibleSince: Api.Never),
        Api.Of<ApiVersionsRequest, ApiVersionsResponse>(ApiKey.ApiVersions, 0, 3, flexibleSince: 3),
        Api.Of<CreateTopicsRequest, CreateTopicsResponse>(ApiKey.CreateTopics, 0, 7, flexibleSince: 5),
        Api.Of<DeleteTopicsRequest, DeleteTopicsResponse>(ApiKey.DeleteTopics, 0, 6, flexibleSince: 4),
        Api.Of<DeleteRecordsRequest, DeleteRecordsResponse>(ApiKey.DeleteRecords, 0, 2, flexibleSince: 2),
        Api.Of<InitProducerIdRequest, InitProducerIdResponse>(ApiKey.InitProducerId, 0, 5, flexibleSince: 2),
        Api.Of<OffsetForLeaderEpochRequest, OffsetForLeaderEpochResponse>(ApiKey.OffsetForLeaderEpoch, 0, 4, flexibleSince: 4),
        Api.Of<AddPartitionsToTxnRequest, AddPartitionsToTxnResponse>(ApiKey.AddPartitionsToTxn, 0, 3, flexibleSince: 3),
        Api.Of<AddOffsetsToTxnRequest, AddOffsetsToTxnResponse>(ApiKey.AddOffsetsToTxn, 0, 4, flexibleSince: 3),
        Api.Of<EndTxnRequest, EndTxnResponse>(ApiKey.EndTxn, 0, 4, flexibleSince: 3),
        Api.Of<TxnOffsetCommitRequest, TxnOffsetCommitResponse>(ApiKey.TxnOffsetCommit, 0, 4, flexibleSince: 3),
        Api.Of<DescribeConfigsRequest, DescribeConfigsResponse>(ApiKey.DescribeConfigs, 0, 4, flexibleSince: 4),
        Api.Of<DescribeLogDirsRequest, DescribeLogDirsResponse>(ApiKey.DescribeLogDirs, 0, 4, flexibleSince: 2),
        Api.Of<SaslAuthenticateRequest, SaslAuthenticateResponse>(ApiKey.SaslAuthenticate, 0, 2, flexibleSince: 2),
        Api.Of<CreatePartitionsRequest, CreatePartitionsResponse>(ApiKey.CreatePartitions, 0, 3, flexibleSince: 2),
        Api.Of<DeleteGroupsRequest, DeleteGroupsResponse>(ApiKey.DeleteGroups, 0, 2, flexibleSince: 2),
        Api.Of<IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse>(ApiKey.IncrementalAlterConfigs, 0, 1, flexibleSince: 1),
        Api.Of<OffsetDeleteRequest, OffsetDeleteResponse>(ApiKey.OffsetDelete, 0, 0, flexibleSince: Api.Never),
        Api.Of<DescribeClusterRequest, DescribeClusterResponse>(ApiKey.DescribeCluster, 0, 1, flexibleSince: 0),
        Api.Of<ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeatResponse>(ApiKey.ConsumerGroupHeartbeat, 0, 1, flexibleSince: 0),
        Api.Of<ConsumerGroupDescribeRequest, ConsumerGroupDescribeResponse>(ApiKey.ConsumerGroupDescribe, 0, 0, flexibleSince: 0),
    ];

    private static readonly Api?[] ByKey = Index();

    /// <returns>The API of this number, or null where it is not spoken at all.</returns>
    public static Api? Find(short apiKey) => (uint)apiKey < (uint)ByKey.Length ? ByKey[apiKey] : null;

    public static Api Get(ApiKey key) =>
        Find((short)key) ?? throw new ArgumentOutOfRangeException(nameof(key), key, $"{key} has no line in {nameof(MessageCatalog)}; add one.");

    private static Api?[] Index()
    {
        var index = new Api?[Apis.Max(api => (int)api.Key) + 1];
        foreach (var api in Apis)
            index[(int)api.Key] = api;
        return index;
    }
}
