using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using SmartKart.FeatureStore.Expressions;
using SmartKart.Topologies.Events;

namespace SmartKart.Topologies.Features.Rows;

/// <summary>
/// An entity's key as bytes, by which rows are partitioned and state is kept. A key of one text is its UTF-8, as commerce services key their records;
/// whole numbers are written as text, and each part but the last goes behind its length. Hot path: per row.
/// <code>
/// | bytes: 2, big-endian | part | … | last part |
/// </code>
/// </summary>
internal static class EntityKey
{
    /// <summary>Appends the key of a row, none of whose parts is NULL or longer than <see cref="EventChecks.MaxIdLength"/>.</summary>
    public static void Write(FeatureGroup group, Scalar[] row, ArrayBufferWriter<byte> output)
    {
        var places = group.KeyPlaces;
        for (var part = 0; part < places.Length; part++)
        {
            ref readonly var value = ref row[places[part]];
            var isLast = part == places.Length - 1;
            var room = output.GetSpan(sizeof(ushort) + (3 * EventChecks.MaxIdLength));
            var text = isLast ? room : room[sizeof(ushort)..];
            int bytes;
            if (group.IsTextKey[part]) bytes = Encoding.UTF8.GetBytes(value.String, text);
            else value.Int64.TryFormat(text, out bytes, provider: CultureInfo.InvariantCulture);
            if (!isLast)
            {
                BinaryPrimitives.WriteUInt16BigEndian(room, (ushort)bytes);
                bytes += sizeof(ushort);
            }
            output.Advance(bytes);
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static Scalar[] Read(FeatureGroup group, ReadOnlySpan<byte> key)
    {
        var values = new Scalar[group.KeyPlaces.Length];
        for (var part = 0; part < values.Length; part++)
        {
            var text = key;
            if (part < values.Length - 1)
            {
                text = key.Slice(sizeof(ushort), BinaryPrimitives.ReadUInt16BigEndian(key));
                key = key[(sizeof(ushort) + text.Length)..];
            }
            values[part] = group.IsTextKey[part] ? Scalar.From(Encoding.UTF8.GetString(text)) : Scalar.From(long.Parse(text, CultureInfo.InvariantCulture));
        }
        return values;
    }

    /// <summary>The same, of values that are given in the keys' order.</summary>
    public static byte[] Of(FeatureGroup group, ReadOnlySpan<Scalar> keys)
    {
        var row = new Scalar[group.Row.Fields.Count];
        for (var part = 0; part < group.KeyPlaces.Length; part++) row[group.KeyPlaces[part]] = keys[part];
        var output = new ArrayBufferWriter<byte>();
        Write(group, row, output);
        return output.WrittenSpan.ToArray();
    }
}
