using System.Text;
using System.Text.Json;
using SmartKart.Schemas;

namespace SmartKart.Local.Records;

/// <summary>A key or a value, ready to be shown: Avro, text, or bytes that are neither.</summary>
internal abstract record DecodedPayload
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private protected DecodedPayload() { }

    /// <summary>The schema that wrote it; null where it is not Avro.</summary>
    public virtual SchemaId? SchemaId => null;

    public static DecodedPayload Avro(SchemaId id, AvroSchema schema, object? value) => new AvroValue(id, schema, value);

    public static DecodedPayload Raw(ReadOnlySpan<byte> payload, PayloadFormat format) => format switch
    {
        PayloadFormat.Hex => new Text(Convert.ToHexStringLower(payload)),
        PayloadFormat.Base64 => new Text(Convert.ToBase64String(payload)),
        PayloadFormat.Text => new Text(Encoding.UTF8.GetString(payload)),
        _ => TextOrBytes(payload),
    };

    /// <summary>For a person: JSON for Avro, else the text; bytes that are no text as hexadecimal digits behind <c>0x</c>.</summary>
    public abstract string ToLine();

    /// <summary>For a program: Avro as its JSON, text as a string, other bytes as <c>{"base64": …}</c>.</summary>
    public abstract void Write(Utf8JsonWriter json);

    private static DecodedPayload TextOrBytes(ReadOnlySpan<byte> payload)
    {
        try
        {
            return new Text(Strict.GetString(payload));
        }
        catch (DecoderFallbackException)
        {
            return new Bytes(payload.ToArray());
        }
    }

    private sealed record AvroValue(SchemaId Id, AvroSchema Schema, object? Value) : DecodedPayload
    {
        public override SchemaId? SchemaId => Id;

        public override string ToLine() => GenericJsonWriter.ToText(Schema, Value);

        public override void Write(Utf8JsonWriter json) => GenericJsonWriter.Write(json, Schema, Value);
    }

    private sealed record Text(string Characters) : DecodedPayload
    {
        public override string ToLine() => Characters;

        public override void Write(Utf8JsonWriter json) => json.WriteStringValue(Characters);
    }

    private sealed record Bytes(byte[] Payload) : DecodedPayload
    {
        public override string ToLine() => "0x" + Convert.ToHexStringLower(Payload);

        public override void Write(Utf8JsonWriter json)
        {
            json.WriteStartObject();
            json.WriteBase64String("base64", Payload);
            json.WriteEndObject();
        }
    }
}
