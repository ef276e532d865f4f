using System.Buffers.Text;

namespace SmartKart.Schemas;

/// <summary>Avro's <c>uuid</c>: RFC 4122 text in a string. Written in lower case; read in either. Hot path: per event id.</summary>
public static class UuidText
{
    private const int Characters = 36;

    /// <summary>Reads a UUID.</summary>
    /// <exception cref="AvroDataException">The string is not 8-4-4-4-12 hexadecimal digits.</exception>
    public static Guid ReadUuid(this ref AvroReader reader)
    {
        var start = reader.Position;
        var text = reader.ReadBytes();
        if (text.Length != Characters || !Utf8Parser.TryParse(text, out Guid value, out var read, 'D') || read != Characters)
        {
            AvroFault.BadLogical("a uuid that is not 8-4-4-4-12 hexadecimal digits.", start);
            return default;
        }
        return value;
    }

    /// <summary>Writes a UUID.</summary>
    public static void WriteUuid(this ref AvroWriter writer, Guid value)
    {
        var output = writer.Take(1 + Characters);
        output[0] = Characters << 1;
        value.TryFormat(output[1..], out _);
    }
}
