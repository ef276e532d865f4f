using SmartKart.Kafka;
using SmartKart.Schemas;
using SmartKart.Schemas.Registry;

namespace SmartKart.Local.Records;

/// <summary>How a key or a value is shown.</summary>
internal enum PayloadFormat
{
    /// <summary>Avro where it is in Confluent's wire format under a schema that the registry knows; else as text where it is text.</summary>
    Auto,

    /// <summary>Avro, or an error.</summary>
    Avro,

    /// <summary>UTF-8.</summary>
    Text,

    /// <summary>Hexadecimal digits.</summary>
    Hex,

    /// <summary>Base64.</summary>
    Base64,
}

/// <summary>
/// Finds the schemas under which payloads were written. They are asked for batch by batch, so that a batch is then shown without waiting.
/// </summary>
/// <param name="registry">Opens the registry's client; called when the first payload in Confluent's wire format is met.</param>
/// <param name="note">Where to say, once, that the registry does not answer.</param>
internal sealed class PayloadDecoder(Func<SchemaRegistryClient> registry, Action<string> note)
{
    private readonly Dictionary<SchemaId, AvroSchema?> _schemas = [];
    private bool _isSilent;

    /// <summary>Asks the registry for the schemas of a batch that are not known yet.</summary>
    /// <exception cref="SchemaRegistryException">The registry does not answer, and a format is <see cref="PayloadFormat.Avro"/>.</exception>
    public async Task LearnAsync(RecordBatch batch, PayloadFormat keys, PayloadFormat values, CancellationToken cancel)
    {
        foreach (var id in Unknown(batch, keys, values))
            _schemas[id] = await FetchAsync(id, mustAnswer: keys == PayloadFormat.Avro || values == PayloadFormat.Avro, cancel);
        foreach (var id in UnknownInLetters(batch, values)) _schemas[id] = await FetchAsync(id, mustAnswer: false, cancel);
    }

    /// <summary>A payload, decoded as far as its format and its schema allow.</summary>
    /// <param name="payload">The bytes.</param>
    /// <param name="format">How it is to be shown.</param>
    /// <exception cref="SchemaException">It must be Avro and is not.</exception>
    public DecodedPayload Decode(ReadOnlySpan<byte> payload, PayloadFormat format)
    {
        if (format is not (PayloadFormat.Auto or PayloadFormat.Avro)) return DecodedPayload.Raw(payload, format);
        if (ConfluentFrame.TryReadHeader(payload, out var id) != FrameFault.None || _schemas.GetValueOrDefault(id) is not { } schema)
        {
            if (format == PayloadFormat.Avro) _ = ConfluentFrame.ReadHeader(payload); // throws where it is no frame
            return format == PayloadFormat.Auto
                ? DecodedPayload.Raw(payload, format)
                : throw new CommandException($"The registry has no schema {id}. Read it as it is with a format of hex, or name the registry that wrote it.");
        }
        try
        {
            var value = GenericReader.Decode(schema, payload[ConfluentFrame.HeaderBytes..]);
            return DeadLetterPayload.Is(schema)
                ? new DeadLetterPayload(id, (GenericRecord)value!, bytes => Decode(bytes, PayloadFormat.Auto))      // a record's value is one
                : DecodedPayload.Avro(id, schema, value);
        }
        catch (AvroDataException) when (format == PayloadFormat.Auto)
        {
            return DecodedPayload.Raw(payload, format); // it only looked like one
        }
    }

    private HashSet<SchemaId> Unknown(RecordBatch batch, PayloadFormat keys, PayloadFormat values)
    {
        var unknown = new HashSet<SchemaId>();
        foreach (var record in batch)
        {
            Note(record.Key, keys);
            Note(record.Value, values);
        }
        return unknown;

        void Note(ReadOnlySpan<byte> payload, PayloadFormat format)
        {
            if (format is not (PayloadFormat.Auto or PayloadFormat.Avro)) return;
            if (ConfluentFrame.TryReadHeader(payload, out var id) == FrameFault.None && !_schemas.ContainsKey(id)) unknown.Add(id);
        }
    }

    // Of the records that dead letters hold.
    private HashSet<SchemaId> UnknownInLetters(RecordBatch batch, PayloadFormat values)
    {
        var unknown = new HashSet<SchemaId>();
        if (values is not (PayloadFormat.Auto or PayloadFormat.Avro)) return unknown;
        foreach (var record in batch)
        {
            if (record.IsTombstone || ConfluentFrame.TryReadHeader(record.Value, out var id) != FrameFault.None) continue;
            if (_schemas.GetValueOrDefault(id) is not { } schema || !DeadLetterPayload.Is(schema)) continue;
            if (Decode(record.Value, PayloadFormat.Auto) is not DeadLetterPayload letter) continue;
            if (ConfluentFrame.TryReadHeader(DeadLetterPayload.ValueOf(letter.Letter), out var inner) == FrameFault.None && !_schemas.ContainsKey(inner))
                unknown.Add(inner);
        }
        return unknown;
    }

    private async Task<AvroSchema?> FetchAsync(SchemaId id, bool mustAnswer, CancellationToken cancel)
    {
        if (_isSilent) return null;
        try
        {
            return await registry().GetSchemaAsync(id, cancel);
        }
        catch (SchemaRegistryException fault) when (fault.ErrorCode is not null || !mustAnswer)
        {
            // It answered that it has none: these bytes are no Avro of its. Or it is silent, and will be for the rest.
            if (fault.ErrorCode is not null) return null;
            _isSilent = true;
            note($"{fault.Message} Values are shown as they are.");
            return null;
        }
    }
}
