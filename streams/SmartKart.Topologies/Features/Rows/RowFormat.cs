using System.Buffers;
using SmartKart.FeatureStore.Events.Decoding;
using SmartKart.FeatureStore.Expressions;
using SmartKart.Schemas;

namespace SmartKart.Topologies.Features.Rows;

/// <summary>
/// A row's bytes in an internal topic, of the places that count. It has no version: a repartition topic holds what its own topology wrote a moment
/// ago, and another set of views is another topology. Hot path: per row.
/// <code>
/// | a bit for each place that is not NULL, the lowest first: (places + 7) / 8 | values, as Avro writes long, double, boolean and string … |
/// </code>
/// </summary>
internal sealed class RowFormat
{
    private const int NumberBytesMax = 10;

    private readonly int[] _places;
    private readonly ScalarType[] _types;
    private readonly string[] _names;
    private readonly int[] _keyPlaces;

    public RowFormat(FeatureGroup group)
    {
        _places = [.. group.CarriedPlaces];
        _types = [.. _places.Select(place => group.Row.Fields[place].Type)];
        _names = [.. _places.Select(place => group.Row.Fields[place].Name)];
        _keyPlaces = [.. group.KeyPlaces.Except(_places)];
    }

    /// <summary>Appends a row.</summary>
    public void Write(Scalar[] row, IBufferWriter<byte> output)
    {
        var bitmapBytes = (_places.Length + 7) / 8;
        var size = bitmapBytes;
        foreach (var place in _places) size += NumberBytesMax + (3 * (row[place].String?.Length ?? 0));
        var bytes = output.GetSpan(size);
        bytes[..bitmapBytes].Clear();
        var writer = new AvroWriter(bytes[bitmapBytes..]);
        for (var at = 0; at < _places.Length; at++)
        {
            ref readonly var value = ref row[_places[at]];
            if (value.IsNull) continue;
            bytes[at >> 3] |= (byte)(1 << (at & 7));
            switch (_types[at])
            {
                case ScalarType.String: writer.WriteString(value.String!, _names[at]); break;       // it isn't NULL
                case ScalarType.Double: writer.WriteDouble(value.Double); break;
                case ScalarType.Boolean: writer.WriteBoolean(value.Boolean); break;
                default: writer.WriteLong(value.Int64); break;
            }
        }
        output.Advance(bitmapBytes + writer.Position);
    }

    /// <summary>Reads a row. Of keys that don't count it only says that they aren't NULL.</summary>
    public void Read(ReadOnlySpan<byte> bytes, Scalar[] row, TextPool texts)
    {
        var bitmapBytes = (_places.Length + 7) / 8;
        var reader = new AvroReader(bytes[bitmapBytes..]);
        for (var at = 0; at < _places.Length; at++)
        {
            row[_places[at]] = (bytes[at >> 3] & (1 << (at & 7))) == 0 ? Scalar.Null : _types[at] switch
            {
                ScalarType.String => Scalar.From(texts.Read(ref reader)),
                ScalarType.Double => Scalar.From(reader.ReadDouble()),
                ScalarType.Boolean => Scalar.From(reader.ReadBoolean()),
                _ => Scalar.From(reader.ReadLong()),
            };
        }
        foreach (var place in _keyPlaces) row[place] = Scalar.From(0L);
    }
}
