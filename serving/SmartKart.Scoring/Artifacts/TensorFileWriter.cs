using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace SmartKart.Scoring.Artifacts;

/// <summary>Collects named arrays and texts, and writes them as a <see cref="TensorFile"/>. The same content is the same bytes.</summary>
public sealed class TensorFileWriter
{
    private const int Alignment = 64;       // of the first array: a line of the cache, and the widest vector

    private readonly List<Place> _arrays = [];
    private readonly SortedDictionary<string, string> _metadata = new(StringComparer.Ordinal);

    /// <summary>Adds a text.</summary>
    public void Add(string name, string text) => _metadata.Add(name, text);

    /// <summary>Adds float32 values.</summary>
    /// <param name="name">What they are called.</param>
    /// <param name="values">Copied.</param>
    /// <param name="shape">Their rows, columns…; their number unless given.</param>
    public void Add(string name, ReadOnlySpan<float> values, params int[] shape) =>
        Add(name, "F32", MemoryMarshal.AsBytes(values), shape.Length == 0 ? [values.Length] : shape, values.Length);

    /// <summary>Adds int32 values.</summary>
    /// <param name="name">What they are called.</param>
    /// <param name="values">Copied.</param>
    /// <param name="shape">Their rows, columns…; their number unless given.</param>
    public void Add(string name, ReadOnlySpan<int> values, params int[] shape) =>
        Add(name, "I32", MemoryMarshal.AsBytes(values), shape.Length == 0 ? [values.Length] : shape, values.Length);

    /// <summary>Adds float64 values.</summary>
    /// <param name="name">What they are called.</param>
    /// <param name="values">Copied.</param>
    /// <param name="shape">Their rows, columns…; their number unless given.</param>
    public void Add(string name, ReadOnlySpan<double> values, params int[] shape) =>
        Add(name, "F64", MemoryMarshal.AsBytes(values), shape.Length == 0 ? [values.Length] : shape, values.Length);

    /// <summary>Adds int64 values.</summary>
    /// <param name="name">What they are called.</param>
    /// <param name="values">Copied.</param>
    /// <param name="shape">Their rows, columns…; their number unless given.</param>
    public void Add(string name, ReadOnlySpan<long> values, params int[] shape) =>
        Add(name, "I64", MemoryMarshal.AsBytes(values), shape.Length == 0 ? [values.Length] : shape, values.Length);

    /// <summary>Writes all to a file that isn't seen before it is whole: wide values first, so that each array lies where its type may be read.</summary>
    public void Write(string path)
    {
        Place[] places = [.. _arrays.OrderByDescending(each => each.Type is "F64" or "I64")];       // stable: within a width as they were added
        var header = Header(places);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);      // a full path has a folder
        var partial = path + ".partial";
        using (var file = File.Create(partial))
        {
            Span<byte> size = stackalloc byte[sizeof(long)];
            BinaryPrimitives.WriteInt64LittleEndian(size, header.Length);
            file.Write(size);
            file.Write(header);
            foreach (var place in places) file.Write(place.Bytes.Span);      // without gaps, which the format forbids
            file.Flush(flushToDisk: true);
        }
        File.Move(partial, path, overwrite: true);
    }

    private void Add(string name, string type, ReadOnlySpan<byte> bytes, int[] shape, int values)
    {
        if (shape.Aggregate(1L, (product, each) => product * each) != values)
            throw new ArgumentException($"{name} has {values} values, and the shape {string.Join(" × ", shape)}.", nameof(shape));
        _arrays.Add(new Place(name, type, shape, bytes.ToArray()));
    }

    private byte[] Header(Place[] places)
    {
        var (entries, from) = (new Dictionary<string, object>(), 0L);
        if (_metadata.Count > 0) entries.Add("__metadata__", _metadata);
        foreach (var (name, type, shape, bytes) in places)
        {
            entries.Add(name, new { dtype = type, shape, data_offsets = new[] { from, from + bytes.Length } });
            from += bytes.Length;
        }
        var json = JsonSerializer.Serialize(entries);
        return Encoding.UTF8.GetBytes(json.PadRight(json.Length + Padding(sizeof(long) + Encoding.UTF8.GetByteCount(json))));
    }

    private static int Padding(int bytes) => (Alignment - bytes % Alignment) % Alignment;

    private sealed record Place(string Name, string Type, int[] Shape, ReadOnlyMemory<byte> Bytes);
}
