using System.Runtime.InteropServices;

namespace SmartKart.Kafka.Native.LibRdKafka;

/// <summary>What a producer calls: declarations only. A function that returns an error object returns 0 where all went well.</summary>
internal static unsafe partial class ProducerApi
{
    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_topic_new", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial TopicHandle NewTopic(ClientHandle client, string topic, nint configuration);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_topic_destroy")]
    internal static partial void DestroyTopic(nint topic);

    /// <returns>How many were enqueued; each of the others has its error in itself.</returns>
    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_produce_batch")]
    internal static partial int ProduceBatch(TopicHandle topic, int partition, ProduceFlags flags, NativeMessage* messages, int count);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_produceva")]
    internal static partial nint Produce(nint client, ProduceArgument* arguments, nuint count);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_flush")]
    internal static partial int Flush(ClientHandle client, int timeoutMs);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_purge")]
    internal static partial int Purge(ClientHandle client, int flags);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_init_transactions")]
    internal static partial nint InitTransactions(ClientHandle client, int timeoutMs);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_begin_transaction")]
    internal static partial nint BeginTransaction(ClientHandle client);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_send_offsets_to_transaction")]
    internal static partial nint SendOffsets(ClientHandle client, NativeTopicPartitionList* offsets, GroupMetadataHandle group, int timeoutMs);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_commit_transaction")]
    internal static partial nint CommitTransaction(ClientHandle client, int timeoutMs);

    [LibraryImport(ClientApi.Library, EntryPoint = "rd_kafka_abort_transaction")]
    internal static partial nint AbortTransaction(ClientHandle client, int timeoutMs);
}
