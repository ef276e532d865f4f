using System.Diagnostics;

namespace SmartKart.FeatureStore.Offline.Writing;

/// <summary>The vectors of consecutive labels, in memory: found by their place. Immutable, thread safe.</summary>
internal sealed class VectorPart
{
    private readonly byte[][] _pages;
    private readonly long[] _records;   // the page (high half) and where it begins there

    /// <param name="pages">Records one after the other, in any order.</param>
    /// <param name="lengths">How much of each page counts.</param>
    /// <param name="labels">How many labels there are; each has one record.</param>
    public VectorPart(byte[][] pages, int[] lengths, int labels)
    {
        _pages = pages;
        _records = new long[labels];
        var found = 0;
        for (var page = 0; page < pages.Length; page++)
        {
            for (var at = 0; at < lengths[page]; found++)
            {
                var record = pages[page].AsSpan(at);
                _records[VectorRecord.PlaceOf(record)] = ((long)page << 32) | (uint)at;
                at += VectorRecord.LengthOf(record);
            }
        }
        if (found != labels) throw new UnreachableException($"{labels} labels have {found} vectors.");
    }

    /// <summary>A record and what happens to follow it.</summary>
    public ReadOnlySpan<byte> this[int place]
    {
        get
        {
            var record = _records[place];
            return _pages[record >> 32].AsSpan((int)record);
        }
    }
}
