using System.Buffers;
using System.Numerics;
using SmartKart.FeatureStore.Events.Decoding;
using SmartKart.FeatureStore.Expressions;
using SmartKart.Schemas;

namespace SmartKart.Topologies.Features.Rows;

/// <summary>
/// A row's bytes in an internal topic: the places that count, each under its number in the topic's rows, so that what was written for views of which one
/// is gone by now can still be read. Hot path: per row.
/// <code>
/// | a bit for each place that is carried and not NULL, the lowest first: (places + 7) / 8 | values, as Avro writes long, double, boolean and string … |
/// </code>
/// </summary>
internal sealed class RowFormat
{
    private const int NumberBytesMax = 10;

    private readonly int[] _places;
    private readonly ScalarType[] _types;
    private readonly string[] _names;
    private readonly int[] _keyPlaces;
    private readonly int _bitmapBytes;

    public RowFormat(FeatureGroup group)
    {
        _places = [.. group.CarriedPlaces];
        _types = [.. group.Row.Fields.Select(field => field.Type)];
        _names = [.. group.Row.Fields.Select(field => field.Name)];
        _keyPlaces = [.. group.KeyPlaces.Except(_places)];
        _bitmapBytes = (_types.Length + 7) / 8;
    }

    /// <summary>Appends a row.</summary>
    public void Write(Scalar[] row, IBufferWriter<byte> output)
    {
        var size = _bitmapBytes;
        foreach (var place in _places) size += NumberBytesMax + (3 * (row[place].String?.Length ?? 0));
        var bytes = output.GetSpan(size);
        bytes[.._bitmapBytes].Clear();
        var writer = new AvroWriter(bytes[_bitmapBytes..]);
        foreach (var place in _places)
        {
            ref readonly var value = ref row[place];
            if (value.IsNull) continue;
            bytes[place >> 3] |= (byte)(1 << (place & 7));
            switch (_types[place])
            {
                case ScalarType.String: writer.WriteString(value.String!, _names[place]); break;       // it isn't NULL
                case ScalarType.Double: writer.WriteDouble(value.Double); break;
                case ScalarType.Boolean: writer.WriteBoolean(value.Boolean); break;
                default: writer.WriteLong(value.Int64); break;
            }
        }
        output.Advance(_bitmapBytes + writer.Position);
    }

    /// <summary>Reads a row. Of keys that don't count it only says that they aren't NULL.</summary>
    public void Read(ReadOnlySpan<byte> bytes, Scalar[] row, TextPool texts)
    {
        var reader = new AvroReader(bytes[_bitmapBytes..]);
        foreach (var place in _places) row[place] = Scalar.Null;
        for (var at = 0; at < _bitmapBytes; at++)
        {
            for (uint left = bytes[at]; left != 0; left &= left - 1)
            {
                var place = (8 * at) + BitOperations.TrailingZeroCount(left);
                row[place] = _types[place] switch
                {
                    ScalarType.String => Scalar.From(texts.Read(ref reader)),
                    ScalarType.Double => Scalar.From(reader.ReadDouble()),
                    ScalarType.Boolean => Scalar.From(reader.ReadBoolean()),
                    _ => Scalar.From(reader.ReadLong()),
                };
            }
        }
        foreach (var place in _keyPlaces) row[place] = Scalar.From(0L);
    }
}
