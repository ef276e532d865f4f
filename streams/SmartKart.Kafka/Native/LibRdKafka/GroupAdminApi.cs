using System.Runtime.InteropServices;

namespace SmartKart.Kafka.Native.LibRdKafka;

/// <summary>
/// Administration of consumer groups and of what they committed: declarations only. Calls about committed offsets take one group each,
/// though their signature is an array.
/// </summary>
internal static unsafe partial class GroupAdminApi
{
    // List
    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_ListConsumerGroups")]
    internal static partial void List(ClientHandle client, AdminOptionsHandle options, QueueHandle queue);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_ListConsumerGroups_result_valid")]
    internal static partial nint* Listed(EventHandle result, out nuint count);

    /// <returns>Error objects that belong to the event: of the brokers that did not answer.</returns>
    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_ListConsumerGroups_result_errors")]
    internal static partial nint* ListErrors(EventHandle result, out nuint count);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_ConsumerGroupListing_group_id")]
    internal static partial nint ListedId(nint listed);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_ConsumerGroupListing_is_simple_consumer_group")]
    internal static partial int ListedIsSimple(nint listed);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_ConsumerGroupListing_state")]
    internal static partial int ListedState(nint listed);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_ConsumerGroupListing_type")]
    internal static partial int ListedType(nint listed);

    // Describe
    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_DescribeConsumerGroups", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void Describe(ClientHandle client, string[] groups, nuint count, AdminOptionsHandle options, QueueHandle queue);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_DescribeConsumerGroups_result_groups")]
    internal static partial nint* Described(EventHandle result, out nuint count);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_ConsumerGroupDescription_group_id")]
    internal static partial nint Id(nint group);

    /// <returns>An error object that belongs to the event, or 0.</returns>
    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_ConsumerGroupDescription_error")]
    internal static partial nint Error(nint group);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_ConsumerGroupDescription_partition_assignor")]
    internal static partial nint Assignor(nint group);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_ConsumerGroupDescription_state")]
    internal static partial int State(nint group);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_ConsumerGroupDescription_type")]
    internal static partial int Type(nint group);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_ConsumerGroupDescription_coordinator")]
    internal static partial nint Coordinator(nint group);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_ConsumerGroupDescription_member_count")]
    internal static partial nuint MemberCount(nint group);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_ConsumerGroupDescription_member")]
    internal static partial nint Member(nint group, nuint index);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_MemberDescription_client_id")]
    internal static partial nint ClientId(nint member);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_MemberDescription_group_instance_id")]
    internal static partial nint InstanceId(nint member);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_MemberDescription_consumer_id")]
    internal static partial nint MemberId(nint member);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_MemberDescription_host")]
    internal static partial nint Host(nint member);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_MemberDescription_assignment")]
    internal static partial nint Assignment(nint member);

    /// <returns>0 for a member of a classic group, which has none.</returns>
    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_MemberDescription_target_assignment")]
    internal static partial nint TargetAssignment(nint member);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_MemberAssignment_partitions")]
    internal static partial NativeTopicPartitionList* AssignedPartitions(nint assignment);

    // Delete
    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_DeleteGroup_new", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint NewDeletion(string group);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_DeleteGroup_destroy")]
    internal static partial void DestroyDeletion(nint deletion);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_DeleteGroups")]
    internal static partial void Delete(ClientHandle client, nint[] groups, nuint count, AdminOptionsHandle options, QueueHandle queue);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_DeleteGroups_result_groups")]
    internal static partial nint* Deleted(EventHandle result, out nuint count);

    // What became of one group
    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_group_result_name")]
    internal static partial nint ResultName(nint result);

    /// <returns>An error object that belongs to the event, or 0.</returns>
    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_group_result_error")]
    internal static partial nint ResultError(nint result);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_group_result_partitions")]
    internal static partial NativeTopicPartitionList* ResultPartitions(nint result);

    // Committed offsets
    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_ListConsumerGroupOffsets_new", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint NewOffsetListing(string group, NativeTopicPartitionList* partitions);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_ListConsumerGroupOffsets_destroy")]
    internal static partial void DestroyOffsetListing(nint listing);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_ListConsumerGroupOffsets")]
    internal static partial void ListOffsets(ClientHandle client, nint[] groups, nuint count, AdminOptionsHandle options, QueueHandle queue);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_ListConsumerGroupOffsets_result_groups")]
    internal static partial nint* OffsetsListed(EventHandle result, out nuint count);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_AlterConsumerGroupOffsets_new", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint NewOffsetChange(string group, NativeTopicPartitionList* offsets);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_AlterConsumerGroupOffsets_destroy")]
    internal static partial void DestroyOffsetChange(nint change);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_AlterConsumerGroupOffsets")]
    internal static partial void AlterOffsets(ClientHandle client, nint[] groups, nuint count, AdminOptionsHandle options, QueueHandle queue);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_AlterConsumerGroupOffsets_result_groups")]
    internal static partial nint* OffsetsAltered(EventHandle result, out nuint count);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_DeleteConsumerGroupOffsets_new", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint NewOffsetDeletion(string group, NativeTopicPartitionList* partitions);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_DeleteConsumerGroupOffsets_destroy")]
    internal static partial void DestroyOffsetDeletion(nint deletion);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_DeleteConsumerGroupOffsets")]
    internal static partial void DeleteOffsets(ClientHandle client, nint[] groups, nuint count, AdminOptionsHandle options, QueueHandle queue);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_DeleteConsumerGroupOffsets_result_groups")]
    internal static partial nint* OffsetsDeleted(EventHandle result, out nuint count);
}
