using System.Runtime.InteropServices;

namespace SmartKart.Kafka.Native.LibRdKafka;

/// <summary>
/// The part of librdkafka's C API (rdkafka.h, 2.15) that every client uses: configuration, a client's life, errors, lists of
/// partitions, queues. Declarations only. A <c>const char*</c> that comes back is static or belongs to what it was asked of.
/// </summary>
internal static unsafe partial class ClientApi
{
    internal const string Library = "rdkafka";

    [LibraryImport(Library, EntryPoint = "rd_kafka_version_str")]
    internal static partial nint Version();

    // Configuration
    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_new")]
    internal static partial ConfigurationHandle NewConfiguration();

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_destroy")]
    internal static partial void DestroyConfiguration(nint configuration);

    /// <returns>0 where it is accepted, -2 for an unknown key, -1 for a value that the key does not take.</returns>
    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_set", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Set(ConfigurationHandle configuration, string key, string value, byte* error, nuint errorBytes);

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_set_opaque")]
    internal static partial void SetOpaque(ConfigurationHandle configuration, nint opaque);

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_set_log_cb")]
    internal static partial void OnLog(
        ConfigurationHandle configuration, delegate* unmanaged[Cdecl]<nint, int, byte*, byte*, void> callback);

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_set_error_cb")]
    internal static partial void OnError(
        ConfigurationHandle configuration, delegate* unmanaged[Cdecl]<nint, int, byte*, nint, void> callback);

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_set_stats_cb")]
    internal static partial void OnStatistics(
        ConfigurationHandle configuration, delegate* unmanaged[Cdecl]<nint, byte*, nuint, nint, int> callback);

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_set_dr_msg_cb")]
    internal static partial void OnDelivery(
        ConfigurationHandle configuration, delegate* unmanaged[Cdecl]<nint, NativeMessage*, nint, void> callback);

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_set_rebalance_cb")]
    internal static partial void OnRebalance(
        ConfigurationHandle configuration, delegate* unmanaged[Cdecl]<nint, int, NativeTopicPartitionList*, nint, void> callback);

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_set_offset_commit_cb")]
    internal static partial void OnCommit(
        ConfigurationHandle configuration, delegate* unmanaged[Cdecl]<nint, int, NativeTopicPartitionList*, nint, void> callback);

    // A client. A new one takes its configuration over, unless it is null.
    [LibraryImport(Library, EntryPoint = "rd_kafka_new")]
    internal static partial nint New(ClientType type, nint configuration, byte* error, nuint errorBytes);

    [LibraryImport(Library, EntryPoint = "rd_kafka_destroy_flags")]
    internal static partial void Destroy(nint client, int flags);

    [LibraryImport(Library, EntryPoint = "rd_kafka_name")]
    internal static partial nint Name(ClientHandle client);

    [LibraryImport(Library, EntryPoint = "rd_kafka_opaque")]
    internal static partial nint Opaque(nint client);

    /// <summary>Serves callbacks: of a producer deliveries, of each client errors and statistics.</summary>
    [LibraryImport(Library, EntryPoint = "rd_kafka_poll")]
    internal static partial int Poll(ClientHandle client, int timeoutMs);

    [LibraryImport(Library, EntryPoint = "rd_kafka_fatal_error")]
    internal static partial int FatalError(ClientHandle client, byte* reason, nuint reasonBytes);

    // Errors: codes, and objects that the caller destroys
    [LibraryImport(Library, EntryPoint = "rd_kafka_err2str")]
    internal static partial nint ErrorText(int code);

    [LibraryImport(Library, EntryPoint = "rd_kafka_err2name")]
    internal static partial nint ErrorName(int code);

    [LibraryImport(Library, EntryPoint = "rd_kafka_error_code")]
    internal static partial int ErrorCode(nint error);

    [LibraryImport(Library, EntryPoint = "rd_kafka_error_string")]
    internal static partial nint ErrorString(nint error);

    [LibraryImport(Library, EntryPoint = "rd_kafka_error_is_fatal")]
    internal static partial int ErrorIsFatal(nint error);

    [LibraryImport(Library, EntryPoint = "rd_kafka_error_is_retriable")]
    internal static partial int ErrorIsRetriable(nint error);

    [LibraryImport(Library, EntryPoint = "rd_kafka_error_txn_requires_abort")]
    internal static partial int ErrorRequiresAbort(nint error);

    [LibraryImport(Library, EntryPoint = "rd_kafka_error_destroy")]
    internal static partial void DestroyError(nint error);

    // Topics and lists of partitions
    [LibraryImport(Library, EntryPoint = "rd_kafka_topic_name")]
    internal static partial byte* TopicName(nint topic);

    [LibraryImport(Library, EntryPoint = "rd_kafka_topic_partition_list_new")]
    internal static partial NativeTopicPartitionList* NewPartitionList(int capacity);

    [LibraryImport(Library, EntryPoint = "rd_kafka_topic_partition_list_destroy")]
    internal static partial void DestroyPartitionList(NativeTopicPartitionList* list);

    [LibraryImport(Library, EntryPoint = "rd_kafka_topic_partition_list_add", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial NativeTopicPartition* AddPartition(NativeTopicPartitionList* list, string topic, int partition);

    /// <summary>Memory of librdkafka's allocator, for what it will let go of itself.</summary>
    [LibraryImport(Library, EntryPoint = "rd_kafka_mem_malloc")]
    internal static partial byte* Allocate(nint client, nuint bytes);

    // Headers
    [LibraryImport(Library, EntryPoint = "rd_kafka_headers_new")]
    internal static partial nint NewHeaders(nuint capacity);

    [LibraryImport(Library, EntryPoint = "rd_kafka_headers_destroy")]
    internal static partial void DestroyHeaders(nint headers);

    [LibraryImport(Library, EntryPoint = "rd_kafka_header_add")]
    internal static partial int AddHeader(nint headers, byte* name, nint nameBytes, byte* value, nint valueBytes);

    [LibraryImport(Library, EntryPoint = "rd_kafka_header_get_all")]
    internal static partial int GetHeader(nint headers, nuint index, out byte* name, out byte* value, out nuint valueBytes);

    [LibraryImport(Library, EntryPoint = "rd_kafka_message_headers")]
    internal static partial int MessageHeaders(NativeMessage* message, out nint headers);
}
