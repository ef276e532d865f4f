using SmartKart.Warehouse.Native.DuckDb;

namespace SmartKart.FeatureStore.Offline.Sweeping;

/// <summary>Rows of a sorted stream, copied out of its chunks column by column. Reused from batch to batch: it keeps its arrays.</summary>
internal abstract class RowBuffer
{
    private int[] _keys = [];
    private long[] _times = [];

    public int Count { get; private set; }

    /// <summary>The number of each row's key, ascending.</summary>
    public ReadOnlySpan<int> Keys => _keys.AsSpan(0, Count);

    /// <summary>Each row's time in microseconds since 1970, ascending for a key.</summary>
    public ReadOnlySpan<long> Times => _times.AsSpan(0, Count);

    public virtual void Clear() => Count = 0;

    /// <summary>Takes consecutive rows of a chunk, whose first columns are key and time.</summary>
    public void Append(DataChunk chunk, int from, int count)
    {
        if (Count + count > _keys.Length)
        {
            var length = Math.Max(Count + count, 2 * _keys.Length);
            Array.Resize(ref _keys, length);
            Array.Resize(ref _times, length);
            Grow(length);
        }
        chunk.Column(0).Values<int>().Slice(from, count).CopyTo(_keys.AsSpan(Count));
        chunk.Column(1).Values<long>().Slice(from, count).CopyTo(_times.AsSpan(Count));
        AppendFields(chunk, from, count, Count);
        Count += count;
    }

    protected abstract void Grow(int length);

    protected abstract void AppendFields(DataChunk chunk, int from, int count, int at);
}
