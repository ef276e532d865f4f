using System.Runtime.InteropServices;
using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Expressions;
using SmartKart.Warehouse.Native.DuckDb.Appending;

namespace SmartKart.FeatureStore.Offline.Writing;

/// <summary>Reads one feature out of <see cref="VectorRecord"/>s into a column of the file. Hot path: per value. Immutable, thread safe.</summary>
/// <param name="column">The feature.</param>
/// <param name="place">Its place among the record's.</param>
/// <param name="features">How many a record has.</param>
internal sealed class VectorColumn(FeatureColumn column, int place, int features)
{
    private readonly FeatureType _type = column.Type;
    private readonly int _slot = VectorRecord.SlotsAt(features) + (place * sizeof(long));
    private readonly int _nulls = VectorRecord.NullsAt + (place >> 3);
    private readonly int _null = 1 << (place & 7);

    /// <param name="part">Holds the records.</param>
    /// <param name="places">Of the records in it.</param>
    /// <param name="column">Takes the values.</param>
    /// <param name="row">The first one's row.</param>
    public void Fill(VectorPart part, ReadOnlySpan<int> places, ColumnWriter column, int row)
    {
        if (_type.Shape != FeatureShape.Single) FillLists(part, places, column, row);
        else if (_type.Value == ScalarType.Double) FillBits(part, places, MemoryMarshal.Cast<double, long>(column.Values<double>()), column, row);
        else if (_type.Value is ScalarType.Int64 or ScalarType.Timestamp) FillBits(part, places, column.Values<long>(), column, row);
        else FillValues(part, places, column, row);
    }

    private void FillBits(VectorPart part, ReadOnlySpan<int> places, Span<long> bits, ColumnWriter column, int row)
    {
        bits = bits.Slice(row, places.Length);
        for (var i = 0; i < places.Length; i++)
        {
            var record = part[places[i]];
            bits[i] = Slot(record, _slot);
            if ((record[_nulls] & _null) != 0) column.SetNull(row + i);
        }
    }

    private void FillValues(VectorPart part, ReadOnlySpan<int> places, ColumnWriter column, int row)
    {
        for (var i = 0; i < places.Length; i++)
        {
            var record = part[places[i]];
            if ((record[_nulls] & _null) != 0) column.SetNull(row + i);
            else Set(column, row + i, _type.Value, record, _slot);
        }
    }

    private void FillLists(VectorPart part, ReadOnlySpan<int> places, ColumnWriter column, int row)
    {
        var isRanking = _type.Shape == FeatureShape.Ranking;
        var itemType = isRanking ? _type.Key!.Value : _type.Value;  // a ranking has keys
        for (var i = 0; i < places.Length; i++)
        {
            var record = part[places[i]];
            var (list, count) = Slice(record, _slot);
            for (var item = 0; item < count; item++)
            {
                var at = column.AddElement(row + i);
                var (elements, slot) = (column.Children[0], VectorRecord.ItemAt(list, item, isRanking));
                if (isRanking) elements.Children[1].Set(at, BitConverter.Int64BitsToDouble(Slot(record, slot - sizeof(long))));
                Set(isRanking ? elements.Children[0] : elements, at, itemType, record, slot);
            }
        }
    }

    private static void Set(ColumnWriter column, int row, ScalarType type, ReadOnlySpan<byte> record, int slot)
    {
        switch (type)
        {
            case ScalarType.Boolean: column.Set(row, Slot(record, slot) != 0); break;
            case ScalarType.Int64: column.Set(row, Slot(record, slot)); break;
            case ScalarType.Double: column.Set(row, BitConverter.Int64BitsToDouble(Slot(record, slot))); break;
            case ScalarType.Timestamp: column.Values<long>()[row] = Slot(record, slot); break;
            default:
                var (start, bytes) = Slice(record, slot);
                column.Set(row, record.Slice(start, bytes));
                break;
        }
    }

    private static long Slot(ReadOnlySpan<byte> record, int at) => MemoryMarshal.Read<long>(record[at..]);

    private static (int Start, int Count) Slice(ReadOnlySpan<byte> record, int at)
    {
        var bits = Slot(record, at);
        return ((int)bits, (int)(bits >> 32));
    }
}
