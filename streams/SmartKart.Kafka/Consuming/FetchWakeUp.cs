using SmartKart.Kafka.Native.LibRdKafka;

namespace SmartKart.Kafka;

/// <summary>
/// Has librdkafka fetch at once. A rebalance pauses all partitions and resumes them, and so may an application; but librdkafka wakes its
/// fetching threads for neither, and one with no fetch under way looks again after up to a second. So long do also partitions wait whose
/// leader is not known yet. A request to the leaders, which asks for nothing that is needed, ends both.
/// </summary>
internal static unsafe class FetchWakeUp
{
    private const int TimeoutMs = 1_000;      // what it saves at most

    /// <summary>Wakes those who fetch what the consumer is assigned.</summary>
    internal static void OfAssignment(NativeClient client)
    {
        if (ConsumerApi.Assignment(client.Handle, out var native) != 0) return;      // it is closing
        using var assignment = new PartitionList(native);
        Of(client, assignment.Partitions());
    }

    /// <summary>Wakes those who fetch these. A leader that does not answer is logged: then nothing is won.</summary>
    internal static void Of(NativeClient client, IEnumerable<TopicPartition> partitions)
    {
        using var ends = new PartitionList(partitions.Select(each => each.At(Offset.End)));
        if (ends.Native->Count == 0) return;
        var code = ConsumerApi.OffsetsForTimes(client.Handle, ends.Native, TimeoutMs);
        if (code != 0) Log.NotWokenUp(client.Logger, client.Name, KafkaErrors.Text(code), (KafkaErrorCode)code);
    }
}
