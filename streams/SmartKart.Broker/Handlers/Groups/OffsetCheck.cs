using SmartKart.Broker.Groups;
using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Handlers.Groups;

/// <summary>What every committed offset must be, whoever commits it.</summary>
internal static class OffsetCheck
{
    public static ErrorCode Check(GroupCoordinator groups, string topic, int partition, string? metadata)
    {
        if (!Exists(groups, topic, partition)) return ErrorCode.UnknownTopicOrPartition;
        return metadata?.Length > groups.Options.MaxOffsetMetadata ? ErrorCode.OffsetMetadataTooLarge : ErrorCode.None;
    }

    public static bool Exists(GroupCoordinator groups, string topic, int partition) =>
        groups.Topics.All.TryGetValue(topic, out var found) && (uint)partition < (uint)found.Partitions.Length;
}
