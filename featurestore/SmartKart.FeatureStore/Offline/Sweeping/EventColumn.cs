using System.Runtime.InteropServices;
using SmartKart.FeatureStore.Expressions;
using SmartKart.Warehouse.Native.DuckDb;

namespace SmartKart.FeatureStore.Offline.Sweeping;

/// <summary>
/// One field of a batch's events, 9 bytes a value and the bytes of texts: no object a value. Hot path: per value.
/// <code>
/// | bits: 8 |     a number, boolean or instant; of a text where it begins (high half) and its length (low half) in the batch's UTF-8
/// </code>
/// </summary>
internal sealed class EventColumn(ScalarType type)
{
    private long[] _bits = [];
    private bool[] _isNull = [];
    private byte[] _utf8 = [];
    private int _utf8Length;

    public void Clear() => _utf8Length = 0;

    public void Grow(int length)
    {
        Array.Resize(ref _bits, length);
        Array.Resize(ref _isNull, length);
    }

    public void Append(ColumnVector column, int from, int count, int at)
    {
        var nulls = _isNull.AsSpan(at, count);
        if (column.MayHaveNulls)
        {
            for (var i = 0; i < count; i++) nulls[i] = column.IsNull(from + i);
        }
        else
        {
            nulls.Clear();
        }
        var bits = _bits.AsSpan(at, count);
        switch (type)
        {
            case ScalarType.String:
                for (var i = 0; i < count; i++) bits[i] = nulls[i] ? 0 : AppendText(column.Utf8(from + i));
                break;
            case ScalarType.Boolean:
                var values = column.Values<bool>().Slice(from, count);
                for (var i = 0; i < count; i++) bits[i] = values[i] ? 1 : 0;
                break;
            case ScalarType.Double:
                MemoryMarshal.Cast<double, long>(column.Values<double>().Slice(from, count)).CopyTo(bits);
                break;
            default:
                column.Values<long>().Slice(from, count).CopyTo(bits);
                break;
        }
    }

    public Scalar Read(int at, TextPool texts)
    {
        if (_isNull[at]) return Scalar.Null;
        var bits = _bits[at];
        return type switch
        {
            ScalarType.String => Scalar.From(texts.TextOf(_utf8.AsSpan((int)(bits >> 32), (int)bits))),
            ScalarType.Boolean => Scalar.From(bits != 0),
            ScalarType.Timestamp => Scalar.FromTimestamp(bits),
            ScalarType.Double => Scalar.From(BitConverter.Int64BitsToDouble(bits)),
            _ => Scalar.From(bits),
        };
    }

    private long AppendText(ReadOnlySpan<byte> text)
    {
        var from = _utf8Length;
        if (from + text.Length > _utf8.Length)
            Array.Resize(ref _utf8, Math.Max(checked(from + text.Length), (int)Math.Min(2L * _utf8.Length, Array.MaxLength)));
        text.CopyTo(_utf8.AsSpan(from));
        _utf8Length = from + text.Length;
        return ((long)from << 32) | (uint)text.Length;
    }
}
