using System.Text.Json;
using SmartKart.Schemas;
using SmartKart.Schemas.Catalogue;

namespace SmartKart.Topologies.DeadLetters;

/// <summary>What events should have been that are dead letters: a JSON document for each, by the letter's <c>event_id</c>.</summary>
public sealed class MendedEvents
{
    private readonly Dictionary<Guid, JsonElement> _values;

    private MendedEvents(Dictionary<Guid, JsonElement> values) => _values = values;

    /// <summary>Whether a letter is mended.</summary>
    /// <param name="letter">Its <c>event_id</c>.</param>
    public bool Has(Guid letter) => _values.ContainsKey(letter);

    /// <summary>Reads JSON lines: <c>{"event_id": "…", "value": {…}}</c>. Empty lines are passed over.</summary>
    /// <exception cref="DeadLetterRetryException">A line is something else, or names a letter a second time.</exception>
    public static MendedEvents Read(IEnumerable<string> lines)
    {
        var values = new Dictionary<Guid, JsonElement>();
        var number = 0;
        foreach (var line in lines)
        {
            number++;
            if (string.IsNullOrWhiteSpace(line)) continue;
            try
            {
                using var document = JsonDocument.Parse(line);
                var root = document.RootElement;
                if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("event_id", out var id) || !root.TryGetProperty("value", out var value))
                    throw DeadLetterRetryException.BadLine(number, "it has no event_id, or no value");
                if (id.ValueKind != JsonValueKind.String || !id.TryGetGuid(out var letter)) throw DeadLetterRetryException.BadLine(number, $"{id} is no event_id");
                if (!values.TryAdd(letter, value.Clone())) throw DeadLetterRetryException.BadLine(number, $"the letter {letter} was mended before");
            }
            catch (JsonException fault)
            {
                throw DeadLetterRetryException.BadLine(number, $"it is not JSON: {fault.Message}", fault);
            }
        }
        return new MendedEvents(values);
    }

    /// <summary>A mended event in Confluent's wire format, with the key that follows from it.</summary>
    /// <param name="letter">The letter; one that is mended.</param>
    /// <param name="topic">The topic that it goes back to.</param>
    /// <param name="schema">The id under which the registry knows the topic's contract.</param>
    /// <param name="now">When it is to be appended.</param>
    /// <exception cref="DeadLetterRetryException">It is no event of the topic, or still can't be true.</exception>
    internal (byte[] Key, byte[] Value) Encode(Guid letter, Topic topic, SchemaId schema, DateTimeOffset now)
    {
        try
        {
            var contract = EventSchemas.Shipped.Of(topic);
            var value = (GenericRecord)GenericJsonReader.Read(contract, _values[letter])!;      // a record's value is one
            var avro = GenericWriter.Encode(contract, value);
            EventRules.Of(topic).Check(avro, now.ToUnixTimeMilliseconds());
            var message = new byte[ConfluentFrame.HeaderBytes + avro.Length];
            ConfluentFrame.WriteHeader(schema, message);
            avro.CopyTo(message.AsSpan(ConfluentFrame.HeaderBytes));
            return (System.Text.Encoding.UTF8.GetBytes((string)value[topic.Key]!), message);     // a topic's key is a text that is always there
        }
        catch (Exception fault) when (fault is GenericJsonException or SchemaException)
        {
            throw DeadLetterRetryException.StillWrong(letter, fault);
        }
    }
}
