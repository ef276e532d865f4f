using System.Runtime.InteropServices;

namespace SmartKart.Kafka.Native.LibRdKafka;

/// <summary>
/// What every administrative call goes through: declarations only. A call is put to a queue of its own with options, and its one answer is
/// an event of that queue. What is read of an event belongs to it.
/// </summary>
internal static unsafe partial class AdminApi
{
    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_queue_new")]
    internal static partial QueueHandle NewQueue(ClientHandle client);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_queue_poll")]
    internal static partial EventHandle Poll(QueueHandle queue, int timeoutMs);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_event_destroy")]
    internal static partial void DestroyEvent(nint @event);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_event_error")]
    internal static partial int EventError(EventHandle @event);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_event_error_string")]
    internal static partial nint EventErrorText(EventHandle @event);

    // Options
    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_AdminOptions_new")]
    internal static partial AdminOptionsHandle NewOptions(ClientHandle client, AdminOperation operation);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_AdminOptions_destroy")]
    internal static partial void DestroyOptions(nint options);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_AdminOptions_set_request_timeout")]
    internal static partial int SetRequestTimeout(AdminOptionsHandle options, int timeoutMs, byte* error, nuint errorBytes);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_AdminOptions_set_operation_timeout")]
    internal static partial int SetOperationTimeout(AdminOptionsHandle options, int timeoutMs, byte* error, nuint errorBytes);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_AdminOptions_set_validate_only")]
    internal static partial int SetValidateOnly(AdminOptionsHandle options, int validateOnly, byte* error, nuint errorBytes);

    /// <returns>An error object, or 0.</returns>
    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_AdminOptions_set_isolation_level")]
    internal static partial nint SetIsolationLevel(AdminOptionsHandle options, int level);

    /// <returns>An error object, or 0.</returns>
    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_AdminOptions_set_require_stable_offsets")]
    internal static partial nint SetRequireStableOffsets(AdminOptionsHandle options, int isRequired);

    // The cluster
    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_DescribeCluster")]
    internal static partial void DescribeCluster(ClientHandle client, AdminOptionsHandle options, QueueHandle queue);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_DescribeCluster_result_nodes")]
    internal static partial nint* ClusterNodes(EventHandle result, out nuint count);

    /// <returns>A node, or 0 where the cluster has no controller at the moment.</returns>
    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_DescribeCluster_result_controller")]
    internal static partial nint ClusterController(EventHandle result);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_DescribeCluster_result_cluster_id")]
    internal static partial nint ClusterId(EventHandle result);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_Node_id")]
    internal static partial int NodeId(nint node);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_Node_host")]
    internal static partial nint NodeHost(nint node);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_Node_port")]
    internal static partial ushort NodePort(nint node);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_Node_rack")]
    internal static partial nint NodeRack(nint node);

    // Everything the cluster has, in one answer that the caller waits for and destroys
    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_metadata")]
    internal static partial int Metadata(ClientHandle client, int allTopics, nint onlyTopic, out NativeMetadata* metadata, int timeoutMs);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_metadata_destroy")]
    internal static partial void DestroyMetadata(NativeMetadata* metadata);
}

/// <summary><c>rd_kafka_admin_op_t</c>, the ones in use.</summary>
internal enum AdminOperation
{
    CreateTopics = 1,
    DeleteTopics = 2,
    CreatePartitions = 3,
    DescribeConfigs = 5,
    DeleteRecords = 6,
    DeleteGroups = 7,
    DeleteGroupOffsets = 8,
    ListGroups = 12,
    DescribeGroups = 13,
    ListGroupOffsets = 14,
    AlterGroupOffsets = 15,
    IncrementalAlterConfigs = 16,
    DescribeTopics = 19,
    DescribeCluster = 20,
    ListOffsets = 21,
}

/// <summary><c>rd_kafka_metadata_t</c>, up to what is read of it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeMetadata
{
    public int BrokerCount;
    public nint Brokers;
    public int TopicCount;
    public NativeMetadataTopic* Topics;
}

/// <summary><c>rd_kafka_metadata_topic_t</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeMetadataTopic
{
    public nint Name;
    public int PartitionCount;
    public nint Partitions;
    public int Error;
}
