using System.Buffers.Binary;
using System.Text.Json;

namespace SmartKart.Scoring.Artifacts;

/// <summary>
/// Named arrays in one file, mapped and not copied, in the layout of safetensors (<c>huggingface/safetensors</c>, README "Format"), so that Python reads it, too:
/// <code>
///   8 bytes   N, little-endian
///   N bytes   JSON: {"__metadata__": {text: text}, name: {"dtype": "F32", "shape": [rows, columns], "data_offsets": [from, to]}, …}, padded with blanks
///   the rest  the arrays, one after the other; offsets count from here
/// </code>
/// Thread safe to read. Memory that it gave is valid until it is closed.
/// </summary>
public sealed class TensorFile : IDisposable
{
    private const int HeaderBytesMax = 16 << 20;

    private readonly MappedFile _file;
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _metadata = new(StringComparer.Ordinal);
    private readonly long _data;

    private TensorFile(string path, MappedFile file, long data) => (Path, _file, _data) = (path, file, data);

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>The texts that were written beside the arrays.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _metadata;

    /// <summary>The arrays' names.</summary>
    public IEnumerable<string> Names => _entries.Keys;

    /// <exception cref="ArtifactException">It is missing, cut short, or no such file.</exception>
    public static TensorFile Open(string path)
    {
        if (!File.Exists(path)) throw new ArtifactException(path, "isn't there. Train the model, or name the folder that it was trained into.");
        if (new FileInfo(path).Length < sizeof(long)) throw new ArtifactException(path, "is too short to hold a model. It was cut off: copy it again.");
        var mapped = new MappedFile(path);
        try
        {
            return Read(path, mapped);
        }
        catch
        {
            mapped.Dispose();
            throw;
        }
    }

    /// <summary>An array's rows × columns, or its length.</summary>
    /// <exception cref="ArtifactException">There is none of the name.</exception>
    public IReadOnlyList<long> Shape(string name) => Find(name).Shape;

    /// <summary>An array of float32.</summary>
    /// <exception cref="ArtifactException">There is none of the name, or of another type.</exception>
    public ReadOnlyMemory<float> Floats(string name) => Map<float>(name, "F32");

    /// <summary>An array of int32.</summary>
    /// <exception cref="ArtifactException">There is none of the name, or of another type.</exception>
    public ReadOnlyMemory<int> Integers(string name) => Map<int>(name, "I32");

    /// <summary>An array of float64.</summary>
    /// <exception cref="ArtifactException">There is none of the name, or of another type.</exception>
    public ReadOnlyMemory<double> Doubles(string name) => Map<double>(name, "F64");

    /// <summary>An array of int64.</summary>
    /// <exception cref="ArtifactException">There is none of the name, or of another type.</exception>
    public ReadOnlyMemory<long> Longs(string name) => Map<long>(name, "I64");

    /// <inheritdoc />
    public void Dispose() => _file.Dispose();

    private static unsafe TensorFile Read(string path, MappedFile mapped)
    {
        var size = BinaryPrimitives.ReadInt64LittleEndian(new ReadOnlySpan<byte>(mapped.Start, sizeof(long)));
        if (size is < 2 or > HeaderBytesMax || size > mapped.Length - sizeof(long))
            throw new ArtifactException(path, $"tells of a header of {size} bytes and has {mapped.Length} in all. It is cut off, or no model's file: copy it again.");
        var file = new TensorFile(path, mapped, sizeof(long) + size);
        try
        {
            using var header = JsonDocument.Parse(new ReadOnlySpan<byte>(mapped.Start + sizeof(long), (int)size).ToArray());
            foreach (var each in header.RootElement.EnumerateObject())
            {
                if (each.Name == "__metadata__")
                {
                    foreach (var text in each.Value.EnumerateObject()) file._metadata.Add(text.Name, text.Value.GetString() ?? "");
                }
                else
                {
                    file._entries.Add(each.Name, file.Checked(each.Name, each.Value));
                }
            }
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or KeyNotFoundException or ArgumentException or FormatException or OverflowException)
        {
            throw new ArtifactException(path, $"has a header that can't be read: {fault.Message} It was changed or is no model's file: copy it again.", fault);
        }
        return file;
    }

    private Entry Checked(string name, JsonElement json)
    {
        var type = json.GetProperty("dtype").GetString();
        long[] shape = [.. json.GetProperty("shape").EnumerateArray().Select(each => each.GetInt64())];
        long[] offsets = [.. json.GetProperty("data_offsets").EnumerateArray().Select(each => each.GetInt64())];
        var width = type switch
        {
            "F32" or "I32" => 4,
            "F64" or "I64" => 8,
            "U8" or "I8" or "BOOL" => 1,
            _ => throw new ArtifactException(Path, $"has {name} of the type {type}, which isn't known. Write it as F32 or I32."),
        };
        var values = shape.Aggregate(1L, (product, each) => each < 0 ? throw new ArtifactException(Path, $"has {name} with a negative size.") : checked(product * each));
        if (offsets.Length != 2 || offsets[0] < 0 || checked(offsets[0] + values * width) != offsets[1] || offsets[1] > _file.Length - _data || (_data + offsets[0]) % width != 0)
            throw new ArtifactException(Path, $"has {name}, {values} values of {type}, outside its {_file.Length} bytes. It is cut off or was changed: copy it again.");
        return new Entry(type, shape, offsets[0], values);
    }

    private Entry Find(string name) =>
        _entries.TryGetValue(name, out var entry) ? entry
        : throw new ArtifactException(Path, $"has no array {name}; it has {string.Join(", ", _entries.Keys)}. It is another kind of model's.");

    private ReadOnlyMemory<T> Map<T>(string name, string type) where T : unmanaged
    {
        var entry = Find(name);
        if (entry.Type != type) throw new ArtifactException(Path, $"has {name} of the type {entry.Type}, and {type} is wanted. Train the model again.");
        if (entry.Values > Array.MaxLength) throw new ArtifactException(Path, $"has {name} of {entry.Values} values; {Array.MaxLength} is the most.");
        return entry.Values == 0 ? ReadOnlyMemory<T>.Empty : new MappedMemory<T>(_file, _data + entry.From, (int)entry.Values).Memory;
    }

    private sealed record Entry(string Type, long[] Shape, long From, long Values);
}
