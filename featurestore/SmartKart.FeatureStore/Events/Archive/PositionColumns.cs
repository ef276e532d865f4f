using SmartKart.Warehouse.Native.DuckDb.Appending;

namespace SmartKart.FeatureStore.Events.Archive;

/// <summary>The columns behind the contract's, of where an event's record stands in its topic. Hot path: per event.</summary>
/// <param name="chunk">Its last two columns are these.</param>
/// <param name="first">The place of the first.</param>
internal sealed class PositionColumns(ChunkWriter chunk, int first)
{
    internal const string Partition = "kafka_partition";
    internal const string Offset = "kafka_offset";

    private readonly ColumnWriter _partition = chunk.Column(first);
    private readonly ColumnWriter _offset = chunk.Column(first + 1);

    internal void Write(HistoryPosition? position, int row)
    {
        if (position is { } at)
        {
            _partition.Set(row, (long)at.Partition);
            _offset.Set(row, at.Offset);
        }
        else
        {
            _partition.SetNull(row);
            _offset.SetNull(row);
        }
    }
}
