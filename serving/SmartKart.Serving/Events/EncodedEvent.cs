using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SmartKart.Schemas;

namespace SmartKart.Serving.Events;

/// <summary>An event as its topic takes it.</summary>
/// <param name="Topic">Where to.</param>
/// <param name="EventId">Its identity.</param>
/// <param name="Key">The record's key.</param>
/// <param name="Value">In Confluent's wire format.</param>
internal sealed record EncodedEvent(string Topic, string EventId, byte[] Key, byte[] Value)
{
    private const string IdField = "event_id", TimeField = "occurred_at";

    /// <summary>Encodes an event. One without an id gets one, and one without a time happens now.</summary>
    /// <param name="schema">Its topic's.</param>
    /// <param name="json">Its fields.</param>
    /// <param name="now">Now.</param>
    /// <exception cref="EventException">It is none of the topic's; the message names the field.</exception>
    public static EncodedEvent Of(EventSchema schema, JsonObject json, DateTimeOffset now)
    {
        try
        {
            json[IdField] ??= Guid.CreateVersion7(now).ToString();
            json[TimeField] ??= now.UtcDateTime.ToString("O");
            // An object's members are read again as text: duplicates and depth are then held to the contract's own rules.
            var record = (GenericRecord)GenericJsonReader.Parse(schema.Contract, json.ToJsonString())!;      // a contract is a record
            var bytes = GenericWriter.Encode(schema.Contract, record);
            schema.Rules.Check(bytes, now.ToUnixTimeMilliseconds());
            var value = new byte[ConfluentFrame.HeaderBytes + bytes.Length];
            ConfluentFrame.WriteHeader(schema.Id, value);
            bytes.CopyTo(value.AsSpan(ConfluentFrame.HeaderBytes));
            return new EncodedEvent(schema.Topic.Name, record[IdField]!.ToString()!, Encoding.UTF8.GetBytes((string)record[schema.Topic.Key]!), value);
        }
        catch (Exception fault) when (fault is SchemaException or JsonException or ArgumentException or InvalidOperationException)
        {
            throw new EventException(fault.Message, fault);
        }
    }
}

/// <summary>What is no event of its topic. The message says why.</summary>
internal sealed class EventException(string message, Exception? cause = null) : Exception(message, cause);
