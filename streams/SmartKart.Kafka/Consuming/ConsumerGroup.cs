using System.Runtime.InteropServices;
using SmartKart.Kafka.Native.LibRdKafka;

namespace SmartKart.Kafka;

/// <summary>
/// A consumer's answers to its group. All three ways of rebalancing look alike from outside: eager (all partitions go, then all come),
/// cooperative, and the broker's own (KIP-848; only what moves goes and comes).
/// </summary>
internal sealed unsafe class ConsumerGroup(NativeClient client)
{
    internal Action<IReadOnlyList<TopicPartition>>? Assigned { get; set; }

    internal Action<IReadOnlyList<TopicPartition>>? Revoked { get; set; }

    internal Action<IReadOnlyList<TopicPartition>>? Lost { get; set; }

    internal void Rebalance(KafkaErrorCode code, NativeTopicPartitionList* list)
    {
        var partitions = PartitionList.Partitions(list);
        var isIncremental = Marshal.PtrToStringUTF8(ConsumerApi.RebalanceProtocol(client.Handle)) == "COOPERATIVE";
        if (code == KafkaErrorCode.AssignPartitions)
        {
            Assign(list, isIncremental);
            Log.Assigned(client.Logger, client.Name, partitions.Length);
            Assigned?.Invoke(partitions);
            FetchWakeUp.OfAssignment(client);
            return;
        }

        try
        {
            if (ConsumerApi.AssignmentLost(client.Handle) != 0)
            {
                Log.Lost(client.Logger, client.Name, partitions.Length);
                Lost?.Invoke(partitions);
            }
            else
            {
                Log.Revoked(client.Logger, client.Name, partitions.Length);
                Revoked?.Invoke(partitions);
            }
        }
        finally
        {
            // Whatever a handler does, the group waits for this.
            Unassign(list, isIncremental);
        }
        if (isIncremental) FetchWakeUp.OfAssignment(client);
    }

    private void Assign(NativeTopicPartitionList* list, bool isIncremental)
    {
        const string Doing = "taking partitions over";
        if (isIncremental) KafkaErrors.ThrowIfError(ConsumerApi.IncrementalAssign(client.Handle, list), Doing);
        else client.ThrowIfError(ConsumerApi.Assign(client.Handle, list), Doing);
    }

    private void Unassign(NativeTopicPartitionList* list, bool isIncremental)
    {
        const string Doing = "giving partitions up";
        if (isIncremental) KafkaErrors.ThrowIfError(ConsumerApi.IncrementalUnassign(client.Handle, list), Doing);
        else client.ThrowIfError(ConsumerApi.Assign(client.Handle, null), Doing);
    }
}
