using System.Runtime.InteropServices;

namespace SmartKart.Kafka.Native.LibRdKafka;

/// <summary>
/// Administration of topics, their settings and their records: declarations only. Request objects are the caller's to destroy; what is read
/// of an answer belongs to its event.
/// </summary>
internal static unsafe partial class TopicAdminApi
{
    // Create
    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_NewTopic_new", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint NewTopic(string topic, int partitions, int replicationFactor, byte* error, nuint errorBytes);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_NewTopic_destroy")]
    internal static partial void DestroyNewTopic(nint topic);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_NewTopic_set_config", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int SetConfig(nint topic, string name, string value);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_CreateTopics")]
    internal static partial void Create(ClientHandle client, nint[] topics, nuint count, AdminOptionsHandle options, QueueHandle queue);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_CreateTopics_result_topics")]
    internal static partial nint* Created(EventHandle result, out nuint count);

    // Delete
    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_DeleteTopic_new", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint NewDeletion(string topic);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_DeleteTopic_destroy")]
    internal static partial void DestroyDeletion(nint deletion);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_DeleteTopics")]
    internal static partial void Delete(ClientHandle client, nint[] topics, nuint count, AdminOptionsHandle options, QueueHandle queue);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_DeleteTopics_result_topics")]
    internal static partial nint* Deleted(EventHandle result, out nuint count);

    // More partitions
    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_NewPartitions_new", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint NewPartitions(string topic, nuint total, byte* error, nuint errorBytes);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_NewPartitions_destroy")]
    internal static partial void DestroyNewPartitions(nint partitions);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_CreatePartitions")]
    internal static partial void CreatePartitions(ClientHandle client, nint[] topics, nuint count, AdminOptionsHandle options, QueueHandle queue);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_CreatePartitions_result_topics")]
    internal static partial nint* PartitionsCreated(EventHandle result, out nuint count);

    // What became of one topic
    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_topic_result_name")]
    internal static partial nint ResultName(nint result);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_topic_result_error")]
    internal static partial int ResultError(nint result);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_topic_result_error_string")]
    internal static partial nint ResultErrorText(nint result);

    // Describe
    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_TopicCollection_of_topic_names", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint NewTopicCollection(string[] topics, nuint count);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_TopicCollection_destroy")]
    internal static partial void DestroyTopicCollection(nint topics);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_DescribeTopics")]
    internal static partial void Describe(ClientHandle client, nint topics, AdminOptionsHandle options, QueueHandle queue);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_DescribeTopics_result_topics")]
    internal static partial nint* Described(EventHandle result, out nuint count);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_TopicDescription_name")]
    internal static partial nint Name(nint description);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_TopicDescription_topic_id")]
    internal static partial nint TopicId(nint description);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_TopicDescription_is_internal")]
    internal static partial int IsInternal(nint description);

    /// <returns>An error object that belongs to the event, or 0.</returns>
    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_TopicDescription_error")]
    internal static partial nint Error(nint description);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_TopicDescription_partitions")]
    internal static partial nint* Partitions(nint description, out nuint count);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_TopicPartitionInfo_partition")]
    internal static partial int Partition(nint partition);

    /// <returns>A node, or 0 where the partition has no leader.</returns>
    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_TopicPartitionInfo_leader")]
    internal static partial nint Leader(nint partition);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_TopicPartitionInfo_isr")]
    internal static partial nint* InSyncReplicas(nint partition, out nuint count);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_TopicPartitionInfo_replicas")]
    internal static partial nint* Replicas(nint partition, out nuint count);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_Uuid_most_significant_bits")]
    internal static partial long UuidHigh(nint uuid);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_Uuid_least_significant_bits")]
    internal static partial long UuidLow(nint uuid);

    // Records and offsets
    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_DeleteRecords_new")]
    internal static partial nint NewRecordDeletion(NativeTopicPartitionList* before);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_DeleteRecords_destroy")]
    internal static partial void DestroyRecordDeletion(nint deletion);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_DeleteRecords")]
    internal static partial void DeleteRecords(ClientHandle client, nint[] deletions, nuint count, AdminOptionsHandle options, QueueHandle queue);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_DeleteRecords_result_offsets")]
    internal static partial NativeTopicPartitionList* RecordsDeleted(EventHandle result);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_ListOffsets")]
    internal static partial void ListOffsets(ClientHandle client, NativeTopicPartitionList* wanted, AdminOptionsHandle options, QueueHandle queue);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_ListOffsets_result_infos")]
    internal static partial nint* OffsetsListed(EventHandle result, out nuint count);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_ListOffsetsResultInfo_topic_partition")]
    internal static partial NativeTopicPartition* ListedPartition(nint listed);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_ListOffsetsResultInfo_timestamp")]
    internal static partial long ListedTimestamp(nint listed);
}
