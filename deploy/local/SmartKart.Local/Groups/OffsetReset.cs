using System.Globalization;
using SmartKart.Kafka;

namespace SmartKart.Local.Groups;

/// <summary>One partition of a reset.</summary>
/// <param name="Partition">Which.</param>
/// <param name="From">What the group committed; null for nothing.</param>
/// <param name="To">What it gets.</param>
internal sealed record OffsetMove(TopicPartition Partition, long? From, long To);

/// <summary>Works out what a reset of a group's offsets would do; nothing is changed.</summary>
internal sealed class OffsetReset(KafkaAdmin admin, string group, ResetTarget target)
{
    /// <summary>The moves.</summary>
    /// <param name="topics">Which topics, as <c>topic</c> or <c>topic:0,3</c>; none for all of which the group committed something.</param>
    /// <param name="cancel">Stops it.</param>
    /// <exception cref="CommandException">There is nothing to move.</exception>
    public async Task<IReadOnlyList<OffsetMove>> PlanAsync(IReadOnlyList<string> topics, CancellationToken cancel)
    {
        var committed = (await admin.GroupOffsets.ListAsync(group, cancellation: cancel)).Where(each => each.Error is null && each.Offset >= 0)
            .ToDictionary(each => each.Partition, each => each.Offset);
        TopicPartition[] partitions = topics.Count == 0
            ? [.. committed.Keys]
            : [.. (await Task.WhenAll(topics.Select(each => PartitionsAsync(each, cancel)))).SelectMany(each => each).Distinct()];
        if (partitions.Length == 0) throw new CommandException($"Group '{group}' committed nothing, so --all-topics is none. Name the topics with --topic.");
        var earliest = await ListAsync(partitions, OffsetSpec.Earliest, cancel);
        var latest = await ListAsync(partitions, OffsetSpec.Latest, cancel);
        var moments = target.Moment is { } moment ? await ListAsync(partitions, OffsetSpec.At(moment), cancel) : null;
        return
        [
            .. from partition in partitions
               orderby partition.Topic, partition.Partition
               let current = committed.TryGetValue(partition, out var offset) ? offset : (long?)null
               let bounds = new PartitionBounds(current, earliest[partition], latest[partition], moments?[partition])
               select new OffsetMove(partition, current, target.OffsetIn(bounds)),
        ];
    }

    /// <summary>Parts <c>topic:0,3</c>; no partitions stand for all.</summary>
    /// <returns>Null where it is neither that nor a topic alone.</returns>
    public static (string Topic, int[] Partitions)? Parse(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var topic = colon < 0 ? text : text[..colon];
        int[] partitions = colon < 0 ? [] :
            [.. text[(colon + 1)..].Split(',').Select(each => int.TryParse(each, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1)];
        return topic.Length > 0 && partitions.All(number => number >= 0) ? (topic, partitions) : null;
    }

    private async Task<IEnumerable<TopicPartition>> PartitionsAsync(string text, CancellationToken cancel)
    {
        var (topic, wanted) = Parse(text) ?? throw new CommandException($"'{text}' is no topic. Write topic, or topic:0,1 for some of its partitions.");
        var described = await admin.Topics.DescribeAsync(topic, cancel);
        var missing = wanted.Except(described.Partitions.Select(each => each.Partition)).ToArray();
        if (missing.Length > 0) throw new CommandException($"Topic '{topic}' has no partition {missing[0]}: it has {described.Partitions.Count}, from 0.");
        return (wanted.Length > 0 ? wanted : described.Partitions.Select(each => each.Partition)).Select(partition => new TopicPartition(topic, partition));
    }

    private async Task<Dictionary<TopicPartition, long>> ListAsync(TopicPartition[] partitions, OffsetSpec place, CancellationToken cancel)
    {
        var offsets = await admin.Offsets.ListAsync(partitions, place, cancellation: cancel);
        offsets.ThrowIfAnyFailed();
        return offsets.ToDictionary(each => each.Partition, each => each.Offset);
    }
}
