using System.Runtime.InteropServices;

namespace SmartKart.Kafka.Native.LibRdKafka;

/// <summary>What a consumer calls: declarations only. An <c>int</c> is an error code, 0 where all went well.</summary>
internal static unsafe partial class ConsumerApi
{
    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_poll_set_consumer")]
    internal static partial int UseOneQueue(ClientHandle client);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_queue_get_consumer")]
    internal static partial QueueHandle ConsumerQueue(ClientHandle client);

    /// <summary>Has librdkafka call from a thread of its own whenever the queue, having been empty, holds something again.</summary>
    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_queue_cb_event_enable")]
    internal static partial void OnQueued(QueueHandle queue, delegate* unmanaged[Cdecl]<nint, nint, void> callback, nint opaque);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_consume_batch_queue")]
    internal static partial nint ConsumeBatch(QueueHandle queue, int timeoutMs, NativeMessage** messages, nuint capacity);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_message_destroy")]
    internal static partial void DestroyMessage(NativeMessage* message);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_message_timestamp")]
    internal static partial long Timestamp(NativeMessage* message, out int type);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_message_leader_epoch")]
    internal static partial int LeaderEpoch(NativeMessage* message);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_subscribe")]
    internal static partial int Subscribe(ClientHandle client, NativeTopicPartitionList* topics);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_unsubscribe")]
    internal static partial int Unsubscribe(ClientHandle client);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_assign")]
    internal static partial int Assign(ClientHandle client, NativeTopicPartitionList* partitions);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_incremental_assign")]
    internal static partial nint IncrementalAssign(ClientHandle client, NativeTopicPartitionList* partitions);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_incremental_unassign")]
    internal static partial nint IncrementalUnassign(ClientHandle client, NativeTopicPartitionList* partitions);

    /// <returns>NONE, EAGER or COOPERATIVE; the last also for a group whose partitions the broker assigns.</returns>
    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_rebalance_protocol")]
    internal static partial nint RebalanceProtocol(ClientHandle client);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_assignment_lost")]
    internal static partial int AssignmentLost(ClientHandle client);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_assignment")]
    internal static partial int Assignment(ClientHandle client, out NativeTopicPartitionList* partitions);

    /// <param name="client">The consumer.</param>
    /// <param name="offsets">Each the next to read, or null for those of what was consumed.</param>
    /// <param name="background">0 waits for the answer.</param>
    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_commit")]
    internal static partial int Commit(ClientHandle client, NativeTopicPartitionList* offsets, int background);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_committed")]
    internal static partial int Committed(ClientHandle client, NativeTopicPartitionList* partitions, int timeoutMs);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_position")]
    internal static partial int Position(ClientHandle client, NativeTopicPartitionList* partitions);

    /// <summary>What the last fetch told, without asking the broker.</summary>
    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_get_watermark_offsets", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int KnownWatermarks(ClientHandle client, string topic, int partition, out long low, out long high);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_offsets_for_times")]
    internal static partial int OffsetsForTimes(ClientHandle client, NativeTopicPartitionList* timestamps, int timeoutMs);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_query_watermark_offsets", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Watermarks(ClientHandle client, string topic, int partition, out long low, out long high, int timeoutMs);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_seek_partitions")]
    internal static partial nint Seek(ClientHandle client, NativeTopicPartitionList* offsets, int timeoutMs);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_pause_partitions")]
    internal static partial int Pause(ClientHandle client, NativeTopicPartitionList* partitions);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_resume_partitions")]
    internal static partial int Resume(ClientHandle client, NativeTopicPartitionList* partitions);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_consumer_close")]
    internal static partial int Close(ClientHandle client);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_consumer_group_metadata")]
    internal static partial GroupMetadataHandle GroupMetadata(ClientHandle client);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_consumer_group_metadata_destroy")]
    internal static partial void DestroyGroupMetadata(nint metadata);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_queue_destroy")]
    internal static partial void DestroyQueue(nint queue);
}
