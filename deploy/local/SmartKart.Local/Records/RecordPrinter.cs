using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using SmartKart.Kafka;

namespace SmartKart.Local.Records;

/// <summary>What stands beside a record's value on its line.</summary>
[Flags]
internal enum RecordParts
{
    None = 0,
    Partition = 1,
    Offset = 2,
    Timestamp = 4,
    Headers = 8,
    Key = 16,
}

/// <summary>
/// Prints records a line each: for a person the parts asked for and the value, with a separator between; for a program one JSON document
/// with all of it.
/// </summary>
internal sealed class RecordPrinter(TextWriter output, PayloadDecoder decoder, PayloadFormat keys, PayloadFormat values, RecordParts parts, string separator, bool json)
{
    private const string Instant = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
    private static readonly JsonWriterOptions Layout = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <exception cref="CommandException">A payload must be Avro and is not; the message names the record.</exception>
    public void Print(ConsumedRecord record)
    {
        DecodedPayload? key, value;
        try
        {
            key = record.HasKey ? decoder.Decode(record.Key, keys) : null;
            value = record.IsTombstone ? null : decoder.Decode(record.Value, values);
        }
        catch (Exception fault) when (fault is Schemas.SchemaException or CommandException)
        {
            throw new CommandException($"{record.Topic}[{record.Partition}]@{record.Offset}: {fault.Message}", fault);
        }
        output.WriteLine(json ? Document(record, key, value) : Line(record, key, value));
    }

    private string Line(ConsumedRecord record, DecodedPayload? key, DecodedPayload? value)
    {
        var columns = new List<string>();
        if (parts.HasFlag(RecordParts.Partition)) columns.Add(record.Partition.ToString(CultureInfo.InvariantCulture));
        if (parts.HasFlag(RecordParts.Offset)) columns.Add(record.Offset.ToString(CultureInfo.InvariantCulture));
        if (parts.HasFlag(RecordParts.Timestamp)) columns.Add(Timestamp(record) ?? "null");
        if (parts.HasFlag(RecordParts.Headers)) columns.Add(Headers(record));
        if (parts.HasFlag(RecordParts.Key)) columns.Add(key?.ToLine() ?? "null");
        columns.Add(value?.ToLine() ?? "null");
        return string.Join(separator, columns);
    }

    private static string Document(ConsumedRecord record, DecodedPayload? key, DecodedPayload? value)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var document = new Utf8JsonWriter(bytes, Layout))
        {
            document.WriteStartObject();
            document.WriteString("topic", record.Topic);
            document.WriteNumber("partition", record.Partition);
            document.WriteNumber("offset", record.Offset);
            document.WriteString("timestamp", Timestamp(record));
            Write(document, "key", key);
            Write(document, "value", value);
            if (value?.SchemaId is { } id) document.WriteNumber("valueSchemaId", id.Value);
            document.WriteStartArray("headers");
            foreach (var header in record.Headers)
            {
                document.WriteStartObject();
                document.WriteString("name", header.Name);
                document.WritePropertyName("value");
                if (header.IsNull) document.WriteNullValue();
                else DecodedPayload.Raw(header.Value, PayloadFormat.Auto).Write(document);
                document.WriteEndObject();
            }
            document.WriteEndArray();
            document.WriteEndObject();
        }
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter document, string name, DecodedPayload? payload)
    {
        document.WritePropertyName(name);
        if (payload is null) document.WriteNullValue();
        else payload.Write(document);
    }

    private static string Headers(ConsumedRecord record)
    {
        var texts = new List<string>();
        foreach (var header in record.Headers)
        {
            var value = header.IsNull ? "null" : DecodedPayload.Raw(header.Value, PayloadFormat.Auto).ToLine();
            texts.Add($"{Encoding.UTF8.GetString(header.Name)}={value}");
        }
        return string.Join(',', texts);
    }

    private static string? Timestamp(ConsumedRecord record) => record.TimestampMs < 0
        ? null
        : DateTimeOffset.FromUnixTimeMilliseconds(record.TimestampMs).UtcDateTime.ToString(Instant, CultureInfo.InvariantCulture);
}
