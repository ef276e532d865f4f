using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using SmartKart.Schemas;

namespace SmartKart.Local.Records;

/// <summary>A dead letter, with the record that it holds shown as that would be by itself: its key and headers as text, its value as its schema has it.</summary>
/// <param name="Id">The letter's schema.</param>
/// <param name="Letter">The letter.</param>
/// <param name="Decode">Shows bytes.</param>
internal sealed record DeadLetterPayload(SchemaId Id, GenericRecord Letter, Func<byte[], DecodedPayload> Decode) : DecodedPayload
{
    private const string RecordName = "smartkart.events.DeadLetter";
    private static readonly JsonWriterOptions Layout = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public override SchemaId? SchemaId => Id;

    /// <summary>Whether values of a schema are dead letters.</summary>
    public static bool Is(AvroSchema schema) => schema is RecordSchema { FullName: RecordName };

    /// <summary>The value of the record that a letter holds.</summary>
    public static byte[] ValueOf(GenericRecord letter) => Bytes(letter["value"]);

    public override string ToLine()
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, Layout)) Write(json);
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    public override void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        foreach (var field in Letter.Schema.Fields)
        {
            json.WritePropertyName(field.Name);
            var value = Letter[field.Index];
            if (value is null) json.WriteNullValue();
            else if (field.Name == "value") Decode(Bytes(value)).Write(json);
            else if (field.Name == "key") Raw(Bytes(value), PayloadFormat.Auto).Write(json);
            else if (field.Name == "headers") WriteHeaders(json, (IEnumerable<object?>)value);
            else GenericJsonWriter.Write(json, field.Schema, value);
        }
        json.WriteEndObject();
    }

    private static void WriteHeaders(Utf8JsonWriter json, IEnumerable<object?> headers)
    {
        json.WriteStartArray();
        foreach (var header in headers.OfType<GenericRecord>())
        {
            json.WriteStartObject();
            json.WriteString("name", (string?)header["name"]);
            json.WritePropertyName("value");
            if (header["value"] is { } value) Raw(Bytes(value), PayloadFormat.Auto).Write(json);
            else json.WriteNullValue();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static byte[] Bytes(object? value) => value switch
    {
        byte[] bytes => bytes,
        ReadOnlyMemory<byte> memory => memory.ToArray(),
        _ => [],
    };
}
