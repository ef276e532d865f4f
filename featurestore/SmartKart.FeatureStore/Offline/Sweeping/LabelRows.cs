using SmartKart.Warehouse.Native.DuckDb;

namespace SmartKart.FeatureStore.Offline.Sweeping;

/// <summary>Labels of a batch. Columns: key, instant, row.</summary>
internal sealed class LabelRows : RowBuffer
{
    private long[] _rows = [];

    /// <summary>Where each stands in the file of labels, from 0.</summary>
    public ReadOnlySpan<long> Rows => _rows.AsSpan(0, Count);

    protected override void Grow(int length) => Array.Resize(ref _rows, length);

    protected override void AppendFields(DataChunk chunk, int from, int count, int at) =>
        chunk.Column(2).Values<long>().Slice(from, count).CopyTo(_rows.AsSpan(at));
}
