using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Views;

namespace SmartKart.FeatureStore.Offline.Writing;

/// <summary>
/// One vector as bytes, on its way from the sweep to the file. Hot path: per value. Not thread safe.
/// <code>
/// | place: 4 | bytes in all: 4 | a bit for each feature that is NULL | a slot of 8 for each feature | texts and items |
/// slot:  a number, boolean or instant; of a text where it begins (low half) and its bytes; of a list where it begins and its items
/// item:  a slot like these; of a ranking after its key's weight
/// </code>
/// </summary>
/// <param name="columns">The features.</param>
internal sealed class VectorRecord(FeatureColumn[] columns)
{
    /// <summary>Where the bits of NULL begin.</summary>
    public const int NullsAt = 8;

    private const int SlotBytes = 8;
    private byte[] _bytes = new byte[FixedBytes(columns.Length)];
    private int _length;

    /// <summary>Bytes of a vector without its texts and lists.</summary>
    public static int FixedBytes(int features) => SlotsAt(features) + (features * SlotBytes);

    /// <summary>Where the slots begin.</summary>
    public static int SlotsAt(int features) => NullsAt + ((features + 7) / 8);

    /// <summary>Where an item of a list has its slot.</summary>
    public static int ItemAt(int list, int item, bool isRanking) => list + (item * (isRanking ? 2 * SlotBytes : SlotBytes)) + (isRanking ? SlotBytes : 0);

    public static int PlaceOf(ReadOnlySpan<byte> record) => BinaryPrimitives.ReadInt32LittleEndian(record);

    public static int LengthOf(ReadOnlySpan<byte> record) => BinaryPrimitives.ReadInt32LittleEndian(record[4..]);

    /// <param name="place">Of the label in its part.</param>
    /// <param name="row">Its features.</param>
    /// <returns>The bytes, until the next call.</returns>
    public ReadOnlySpan<byte> Encode(int place, FeatureRow row)
    {
        var slots = SlotsAt(columns.Length);
        _length = FixedBytes(columns.Length);
        _bytes.AsSpan(NullsAt, slots - NullsAt).Clear();
        var values = row.Values;
        for (var i = 0; i < values.Length; i++)
        {
            var type = columns[i].Type;
            var at = slots + (i * SlotBytes);
            if (type.Shape != FeatureShape.Single)
            {
                WriteList(at, type, row.Items(i), row.Weights(i));
            }
            else if (values[i].IsNull)
            {
                _bytes[NullsAt + (i >> 3)] |= (byte)(1 << (i & 7));
                WriteSlot(at, 0);
            }
            else
            {
                WriteValue(at, type.Value, values[i]);
            }
        }
        BinaryPrimitives.WriteInt32LittleEndian(_bytes, place);
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(4), _length);
        return _bytes.AsSpan(0, _length);
    }

    private void WriteList(int at, FeatureType type, ReadOnlySpan<Scalar> items, ReadOnlySpan<double> weights)
    {
        var isRanking = type.Shape == FeatureShape.Ranking;
        var itemType = isRanking ? type.Key!.Value : type.Value;    // a ranking has keys
        var list = Take(ItemAt(0, items.Length, isRanking: false) * (isRanking ? 2 : 1));
        WriteSlot(at, Slice(list, items.Length));
        for (var i = 0; i < items.Length; i++)
        {
            var item = ItemAt(list, i, isRanking);
            if (isRanking) WriteSlot(item - SlotBytes, BitConverter.DoubleToInt64Bits(weights[i]));
            WriteValue(item, itemType, items[i]);
        }
    }

    private void WriteValue(int at, ScalarType type, in Scalar value)
    {
        if (type == ScalarType.String) WriteText(at, value.String);
        else WriteSlot(at, value.Int64);    // the bits of all others
    }

    private void WriteText(int at, ReadOnlySpan<char> text)
    {
        var bytes = Encoding.UTF8.GetByteCount(text);
        var start = Take(bytes);
        Encoding.UTF8.GetBytes(text, _bytes.AsSpan(start, bytes));
        WriteSlot(at, Slice(start, bytes));
    }

    private void WriteSlot(int at, long bits) => MemoryMarshal.Write(_bytes.AsSpan(at, SlotBytes), in bits);

    private int Take(int bytes)
    {
        var start = _length;
        _length = checked(start + bytes);
        if (_length > _bytes.Length) Array.Resize(ref _bytes, Math.Max(_length, 2 * _bytes.Length));
        return start;
    }

    private static long Slice(int start, int count) => ((long)count << 32) | (uint)start;
}
