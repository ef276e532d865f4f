using System.Text;
using SmartKart.Schemas;

namespace SmartKart.Local.Records;

/// <summary>Encodes the values of lines: as text, or from JSON to Avro in Confluent's wire format.</summary>
internal abstract class ValueEncoder
{
    private ValueEncoder() { }

    /// <summary>The line's text as UTF-8.</summary>
    public static ValueEncoder Text { get; } = new TextEncoder();

    /// <summary>JSON to Avro.</summary>
    /// <param name="id">The id under which the registry knows the schema.</param>
    /// <param name="schema">The schema.</param>
    /// <param name="keyField">The field whose text is the record's key where the line gives none; null for no key.</param>
    /// <exception cref="CommandException">The schema has no such field.</exception>
    public static ValueEncoder Avro(SchemaId id, AvroSchema schema, string? keyField)
    {
        if (keyField is not null && (schema as RecordSchema)?.Field(keyField) is null)
            throw new CommandException($"The schema {schema.FullName} has no field '{keyField}' to take a key from. Name one that it has, or give keys with --key-separator.");
        return new AvroEncoder(id, schema, keyField);
    }

    /// <summary>The value's bytes, and the key that it holds, if it does.</summary>
    /// <exception cref="LineFormatException">The text is no value of the schema.</exception>
    public abstract (byte[] Value, string? Key) Encode(string text);

    private sealed class TextEncoder : ValueEncoder
    {
        public override (byte[] Value, string? Key) Encode(string text) => (Encoding.UTF8.GetBytes(text), null);
    }

    private sealed class AvroEncoder(SchemaId id, AvroSchema schema, string? keyField) : ValueEncoder
    {
        public override (byte[] Value, string? Key) Encode(string text)
        {
            try
            {
                var value = GenericJsonReader.Parse(schema, text);
                var avro = GenericWriter.Encode(schema, value);
                var message = new byte[ConfluentFrame.HeaderBytes + avro.Length];
                ConfluentFrame.WriteHeader(id, message);
                avro.CopyTo(message.AsSpan(ConfluentFrame.HeaderBytes));
                return (message, Key(value));
            }
            catch (Exception fault) when (fault is GenericJsonException or AvroDataException)
            {
                throw new LineFormatException(fault.Message, fault);
            }
        }

        private string? Key(object? value) => keyField is null || value is not GenericRecord record ? null : record[keyField] switch
        {
            string text => text,
            null => null,
            Guid or int or long => record[keyField]!.ToString(),
            _ => throw new LineFormatException($"field '{keyField}' holds no text to be a key. Name another with --key-field."),
        };
    }
}
