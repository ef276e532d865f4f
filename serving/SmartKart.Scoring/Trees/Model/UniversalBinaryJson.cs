using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace SmartKart.Scoring.Trees.Model;

/// <summary>
/// Universal Binary JSON, draft 12 (ubjson.org), as far as models use it, turned into JSON. A value is a marker and its bytes, numbers
/// big-endian; a key is a length and its bytes; a list may say beforehand how long it is and of what type:
/// <code>
///   { L 0000000000000007 learner …  }      [ $ d # L 000000000000003f  float float …       S L 0000000000000002 5E
/// </code>
/// A model is read once and scored many times: that its text is made on the way costs less than a second way of reading it would.
/// </summary>
internal ref struct UniversalBinaryJson
{
    private const int DepthMax = 64; // as JsonDocument has it
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly ModelFaults _faults;
    private readonly Utf8JsonWriter _json;
    private int _at;

    private UniversalBinaryJson(ReadOnlySpan<byte> bytes, ModelFaults faults, Utf8JsonWriter json)
    {
        _bytes = bytes;
        _faults = faults;
        _json = json;
    }

    /// <summary>Whether a document that begins with a brace is this and not text: the type of a key's length follows it.</summary>
    public static bool IsMeantBy(ReadOnlySpan<byte> bytes) => bytes.Length > 1 && "iUIlL"u8.Contains(bytes[1]);

    /// <summary>Turns a document into JSON. Numbers that are not finite become null, for JSON has none.</summary>
    /// <exception cref="TreeModelException">It is cut off, or holds what models do not.</exception>
    public static ReadOnlyMemory<byte> ToJson(ReadOnlySpan<byte> bytes, ModelFaults faults)
    {
        var text = new ArrayBufferWriter<byte>(bytes.Length);
        using (var json = new Utf8JsonWriter(text))
        {
            var reader = new UniversalBinaryJson(bytes, faults, json);
            reader.CopyValue(reader.Next(), 0);
            if (reader._at != bytes.Length) throw faults.Damaged($"its UBJSON ends at byte {reader._at:N0} of {bytes.Length:N0}");
        }
        return text.WrittenMemory;
    }

    private void CopyValue(byte marker, int depth)
    {
        if (depth > DepthMax) throw Fault("is nested too deep");
        switch ((char)marker)
        {
            case '{': CopyObject(depth); break;
            case '[': CopyArray(depth); break;
            case 'S': _json.WriteStringValue(Text()); break;
            case 'C': _json.WriteStringValue(((char)Next()).ToString()); break;
            case 'T': _json.WriteBooleanValue(true); break;
            case 'F': _json.WriteBooleanValue(false); break;
            case 'Z': _json.WriteNullValue(); break;
            case 'd': CopyNumber(BinaryPrimitives.ReadSingleBigEndian(Take(sizeof(float)))); break;
            case 'D': CopyNumber(BinaryPrimitives.ReadDoubleBigEndian(Take(sizeof(double)))); break;
            default: _json.WriteNumberValue(Integer(marker)); break;
        }
    }

    private void CopyObject(int depth)
    {
        _json.WriteStartObject();
        for (var marker = Next(); marker != '}'; marker = Next())
        {
            _json.WritePropertyName(Text(marker));
            CopyValue(Next(), depth + 1);
        }
        _json.WriteEndObject();
    }

    private void CopyArray(int depth)
    {
        _json.WriteStartArray();
        var marker = Next();
        byte? type = null;
        if (marker == '$')
        {
            type = Next();
            marker = Next();
            if (marker != '#') throw Fault("gives a list a type and no length");
        }
        if (marker == '#')
        {
            for (var left = Length(Next()); left > 0; left--) CopyValue(type ?? Next(), depth + 1);
        }
        else
        {
            for (; marker != ']'; marker = Next()) CopyValue(marker, depth + 1);
        }
        _json.WriteEndArray();
    }

    private readonly void CopyNumber(float number)
    {
        if (float.IsFinite(number)) _json.WriteNumberValue(number);
        else _json.WriteNullValue();
    }

    private readonly void CopyNumber(double number)
    {
        if (double.IsFinite(number)) _json.WriteNumberValue(number);
        else _json.WriteNullValue();
    }

    private string Text() => Text(Next());

    private string Text(byte lengthMarker) => Encoding.UTF8.GetString(Take(Length(lengthMarker)));

    // Whatever is counted takes a byte at least, so that a length that was tampered with cannot ask for more than the document holds.
    private int Length(byte marker)
    {
        var length = Integer(marker);
        return length >= 0 && length <= _bytes.Length - _at ? (int)length : throw Fault($"says that {length:N0} bytes or entries follow, which is more than there are");
    }

    private long Integer(byte marker) => (char)marker switch
    {
        'i' => (sbyte)Next(),
        'U' => Next(),
        'I' => BinaryPrimitives.ReadInt16BigEndian(Take(sizeof(short))),
        'l' => BinaryPrimitives.ReadInt32BigEndian(Take(sizeof(int))),
        'L' => BinaryPrimitives.ReadInt64BigEndian(Take(sizeof(long))),
        _ => throw Fault($"has the marker 0x{marker:x2}, which is unknown"),
    };

    private byte Next() => Take(1)[0];

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _bytes.Length - _at) throw Fault("is cut off");
        var taken = _bytes.Slice(_at, count);
        _at += count;
        return taken;
    }

    private readonly TreeModelException Fault(string what) => _faults.Damaged($"its UBJSON {what}, at byte {_at:N0} of {_bytes.Length:N0}");
}
