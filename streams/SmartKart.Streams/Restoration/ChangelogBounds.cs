using SmartKart.Kafka;

namespace SmartKart.Streams.Restoration;

/// <summary>Where changelogs begin and end at the moment, asked of the broker.</summary>
internal sealed class ChangelogBounds(KafkaAdmin admin)
{
    /// <summary>Asks, and waits for the answer: for a thread that has nothing else to do.</summary>
    /// <exception cref="KafkaException">There is none.</exception>
    public IReadOnlyDictionary<TopicPartition, (long Beginning, long End)> Of(IReadOnlyList<TopicPartition> partitions, CancellationToken cancellation) =>
        OfAsync(partitions, cancellation).GetAwaiter().GetResult();

    private async Task<IReadOnlyDictionary<TopicPartition, (long Beginning, long End)>> OfAsync(IReadOnlyList<TopicPartition> partitions, CancellationToken cancellation)
    {
        var beginnings = await admin.Offsets.ListAsync(partitions, OffsetSpec.Earliest, cancellation: cancellation);
        var ends = await admin.Offsets.ListAsync(partitions, OffsetSpec.Latest, committedOnly: false, cancellation);
        beginnings.ThrowIfAnyFailed();
        ends.ThrowIfAnyFailed();
        var endOf = ends.ToDictionary(each => each.Partition, each => each.Offset);
        return beginnings.ToDictionary(each => each.Partition, each => (each.Offset, endOf[each.Partition]));
    }
}
