using SmartKart.FeatureStore.Tiles.Blobs;

namespace SmartKart.FeatureStore.Aggregation.Sketches;

/// <summary>Counts by bucket, those that are not zero, ascending. Buckets more than 1,023 below the highest are folded into the lowest kept.</summary>
internal struct BucketCounts
{
    /// <summary>From the lowest bucket kept to the highest.</summary>
    public const int SpanMax = 1024;

    /// <summary>Further from zero than any Double's bucket: ln(2^1074) / ln(1.01 / 0.99) is 37,223.</summary>
    private const int IndexMax = 40_000;

    private int[]? _indexes;
    private long[]? _counts;
    private int _length;

    /// <summary>All counts together.</summary>
    public readonly long Total
    {
        get
        {
            var total = 0L;
            for (var i = 0; i < _length; i++) total += _counts![i];
            return total;
        }
    }

    public void Add(int index, long count)
    {
        if (_length > 0) index = Math.Max(index, _indexes![_length - 1] - SpanMax + 1);
        var at = _length > 0 && _indexes![_length - 1] < index ? ~_length : _indexes.AsSpan(0, _length).BinarySearch(index);
        if (at >= 0)
        {
            _counts![at] += count;
            return;
        }
        at = ~at;
        if (_indexes is null || _length == _indexes.Length)
        {
            Array.Resize(ref _indexes, Math.Max(4, 2 * _length));
            Array.Resize(ref _counts, _indexes.Length);
        }
        Array.Copy(_indexes, at, _indexes, at + 1, _length - at);
        Array.Copy(_counts!, at, _counts!, at + 1, _length - at);
        (_indexes[at], _counts![at]) = (index, count);
        _length++;
        if (at == _length - 1) Fold(index - SpanMax + 1);
    }

    public void Merge(in BucketCounts other)
    {
        // From the highest, so that what must be folded is so at once.
        for (var i = other._length - 1; i >= 0; i--) Add(other._indexes![i], other._counts![i]);
    }

    /// <summary>The bucket of the so-manieth value, from the lowest, counted from 0.</summary>
    public readonly int IndexAt(long rank)
    {
        var at = 0;
        for (; at < _length - 1 && rank >= _counts![at]; at++) rank -= _counts[at];
        return _indexes![at];
    }

    public void Clear() => _length = 0;

    public readonly void Write(ref BlobWriter writer)
    {
        writer.WriteCount(_length);
        for (var i = 0; i < _length; i++)
        {
            if (i == 0) writer.WriteWhole(_indexes![0]);
            else writer.WriteCount(_indexes![i] - _indexes[i - 1] - 1);
            writer.WriteCount(_counts![i]);
        }
    }

    public void Read(ref BlobReader reader)
    {
        var length = reader.ReadLength(SpanMax);
        if (_indexes is null || _indexes.Length < length)
        {
            Array.Resize(ref _indexes, length);
            Array.Resize(ref _counts, length);
        }
        for (var i = 0; i < length; i++)
        {
            var index = i == 0 ? reader.ReadWhole() : _indexes[i - 1] + 1 + reader.ReadCount();
            if (index is < -IndexMax or > IndexMax || (i > 0 && index - _indexes[0] >= SpanMax)) throw reader.Corrupt("a quantile's bucket out of range");
            (_indexes[i], _counts![i]) = ((int)index, reader.ReadCount());
        }
        _length = length;
    }

    // Buckets below the bound go into the one at it.
    private void Fold(int lowest)
    {
        var below = 0;
        var count = 0L;
        for (; below < _length && _indexes![below] < lowest; below++) count += _counts![below];
        if (below == 0) return;
        var into = _indexes![below] == lowest ? below : below - 1;
        _counts![into] = count + (into == below ? _counts[into] : 0);
        _indexes[into] = lowest;
        Array.Copy(_indexes, into, _indexes, 0, _length - into);
        Array.Copy(_counts, into, _counts, 0, _length - into);
        _length -= into;
    }
}
