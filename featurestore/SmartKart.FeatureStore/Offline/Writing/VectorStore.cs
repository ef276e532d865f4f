using System.Numerics;
using SmartKart.Warehouse.Native.DuckDb.Appending;

namespace SmartKart.FeatureStore.Offline.Writing;

/// <summary>
/// Brings vectors from the order in which keys are swept into that of the labels, without a sort: labels that follow each other are a part, and
/// workers write each vector into the part of its label (a distribution sort: Knuth, The Art of Computer Programming, 5.2.5). What doesn't fit into
/// memory waits in a file. A part is small enough to be read at once. Written by writers, then read; thread safe.
/// </summary>
internal sealed class VectorStore : IDisposable
{
    /// <summary>Large enough that few chunks of rows meet two parts, small enough to be read at random.</summary>
    private const int PartBytes = 16 << 20;
    private const int PartRowsMin = 2048;
    private const int PartsMax = 1024;

    private const int PageBytesMin = 4 << 10;
    private const int PageBytesMax = 128 << 10;

    private readonly FeatureColumn[] _features;
    private readonly VectorColumn[] _columns;
    private readonly VectorPages _pages;
    private readonly List<VectorPage>[] _written;
    private readonly Lazy<VectorPart>?[] _parts;
    private readonly long[] _unread;
    private readonly int _shift;

    /// <param name="features">Of the vectors.</param>
    /// <param name="labels">How many there will be, numbered from 0.</param>
    /// <param name="writers">How many write them.</param>
    /// <param name="memoryBytes">What may be held in memory.</param>
    /// <param name="path">The file for the rest.</param>
    public VectorStore(FeatureColumn[] features, long labels, int writers, long memoryBytes, string path)
    {
        _features = features;
        _columns = [.. features.Select((column, place) => new VectorColumn(column, place, features.Length))];
        _pages = new VectorPages(path, memoryBytes / 2);    // the other half is what writers fill, and then what is being read
        _shift = ShiftOf(labels, VectorRecord.FixedBytes(features.Length), Math.Min(PartBytes, memoryBytes / (4 * writers)));
        var parts = (int)((labels + (1L << _shift) - 1) >> _shift);
        _written = [.. Enumerable.Range(0, parts).Select(_ => new List<VectorPage>())];
        _unread = [.. Enumerable.Range(0, parts).Select(part => Math.Min(1L << _shift, labels - ((long)part << _shift)))];
        _parts = [.. Enumerable.Range(0, parts).Select(part => new Lazy<VectorPart>(() => Load(part)))];
        PageBytes = (int)Math.Clamp(memoryBytes / 2 / Math.Max(1, (long)parts * writers), PageBytesMin, PageBytesMax);
    }

    /// <summary>Whether memory was too small.</summary>
    public bool HasSpilled => _pages.HasSpilled;

    internal int PageBytes { get; }

    internal int Parts => _written.Length;

    /// <summary>For one thread.</summary>
    public VectorWriter NewWriter() => new(this, new VectorRecord(_features), _shift);

    /// <summary>Reads vectors that are all written, each once: what is read is let go.</summary>
    /// <param name="labels">Whose.</param>
    /// <param name="row">Takes them: a STRUCT of the features.</param>
    public void Read(ReadOnlySpan<long> labels, ColumnWriter row)
    {
        Span<int> places = stackalloc int[ChunkWriter.Capacity];
        for (var from = 0; from < labels.Length;)
        {
            var part = (int)(labels[from] >> _shift);
            var to = from;
            for (; to < labels.Length && labels[to] >> _shift == part; to++) places[to - from] = (int)(labels[to] & ((1L << _shift) - 1));
            var loaded = _parts[part]?.Value ??
                throw new InvalidOperationException($"Label {labels[from]} is read a second time: the engine asks for each vector once.");
            for (var i = 0; i < _columns.Length; i++) _columns[i].Fill(loaded, places[..(to - from)], row.Children[i], from);
            if (Interlocked.Add(ref _unread[part], from - to) == 0) _parts[part] = null;
            from = to;
        }
    }

    public void Dispose() => _pages.Dispose();

    /// <summary>Takes a page of a part's vectors.</summary>
    /// <returns>Whether it keeps it; else it may be used again.</returns>
    internal bool Keep(int part, byte[] page, int length)
    {
        var put = _pages.Put(page, length);
        lock (_written[part]) _written[part].Add(put);
        return put.Bytes is not null;
    }

    internal byte[] NewPage() => GC.AllocateUninitializedArray<byte>(PageBytes);

    private static int ShiftOf(long labels, int rowBytes, long partBytes)
    {
        var rows = Math.Max(Math.Max(PartRowsMin, partBytes / rowBytes), labels / PartsMax);
        return BitOperations.Log2((ulong)rows);
    }

    private VectorPart Load(int part)
    {
        var pages = _written[part];
        var loaded = new VectorPart(
            [.. pages.Select(page => _pages.Read(page))], [.. pages.Select(page => page.Length)], (int)_unread[part]);
        pages.Clear();
        return loaded;
    }
}
