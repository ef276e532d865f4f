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

    private bool _isLeaving, _hasGivenUpAll;

    /// <summary>The consumer is about to leave for good: what comes now comes inside librdkafka's close.</summary>
    internal void Leave() => _isLeaving = true;

    internal void Rebalance(KafkaErrorCode code, NativeTopicPartitionList* list)
    {
        if (_isLeaving)
        {
            GiveUpAll(code, list);
            return;
        }
        var partitions = PartitionList.Partitions(list);
        var isIncremental = IsIncremental();
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
            TellOfGoing(partitions);
        }
        finally
        {
            // Whatever a handler does, the group waits for this.
            Unassign(list, isIncremental);
        }
        if (isIncremental) FetchWakeUp.OfAssignment(client);
    }

    // Whoever leaves is called back once or more: for what is taken from it, and before that for what came or went and was not consumed
    // yet. librdkafka takes any answer for giving up everything, and waits for the first one alone; then the group ends, and a call that
    // asks it for something may be dropped unanswered and wait for ever (rd_kafka_cgrp_op_serve, 2.15.1). So all is told, handlers
    // included, before the first answer, and after it nothing is asked, not even to answer again.
    private void GiveUpAll(KafkaErrorCode code, NativeTopicPartitionList* list)
    {
        if (_hasGivenUpAll) return;
        _hasGivenUpAll = true;
        var isIncremental = IsIncremental();
        try
        {
            var going = Owned();
            // What was to go in an eager rebalance is no longer assigned once the consumer leaves, and was not told of yet.
            if (code != KafkaErrorCode.AssignPartitions) going = [.. going.Union(PartitionList.Partitions(list))];
            if (going.Length > 0) TellOfGoing(going);
        }
        finally
        {
            if (code == KafkaErrorCode.AssignPartitions) Assign(list, isIncremental);
            else Unassign(list, isIncremental);
        }
    }

    private TopicPartition[] Owned()
    {
        client.ThrowIfError(ConsumerApi.Assignment(client.Handle, out var native), "leaving the group");
        using var owned = new PartitionList(native);
        return owned.Partitions();
    }

    private void TellOfGoing(TopicPartition[] partitions)
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

    private bool IsIncremental() => Marshal.PtrToStringUTF8(ConsumerApi.RebalanceProtocol(client.Handle)) == "COOPERATIVE";

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
