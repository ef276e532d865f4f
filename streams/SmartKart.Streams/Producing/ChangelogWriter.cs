using SmartKart.Kafka;
using SmartKart.Streams.Tasks;

namespace SmartKart.Streams.Producing;

/// <summary>
/// The way of one store to its partition of the changelog. Records carry no time of their own: they are stamped as they are written, so
/// that the changelog of a replayed history is not deleted for its age. Hot path: per key and commit.
/// </summary>
internal sealed class ChangelogWriter(RecordCollector collector, ProducerBatch batch, int partition, OffsetTracking offsets, int slot) : IChangelogWriter
{
    public long? NextOffset => offsets.Last(slot) is var last && last >= 0 ? last + 1 : null;

    public void Append(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        batch.Add(key, value, partition);
        collector.SendIfFull(batch);
    }

    public void AppendTombstone(ReadOnlySpan<byte> key)
    {
        batch.Add(key, default, partition);
        collector.SendIfFull(batch);
    }
}
