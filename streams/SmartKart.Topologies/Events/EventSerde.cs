using System.Buffers;
using SmartKart.Schemas;
using SmartKart.Schemas.Registry;
using SmartKart.Streams;

namespace SmartKart.Topologies.Events;

/// <summary>
/// Events in Confluent's wire format, whichever version of their schema wrote them. Hot path: per record. Safe to share between threads.
/// </summary>
/// <typeparam name="T">The generated record.</typeparam>
/// <param name="registry">Where writers' schemas are. It stays its owner's to dispose of.</param>
/// <param name="writer">Writes events; null where they are only read.</param>
/// <param name="rules">What is asked of an event that is read, but for when its record was appended; null for nothing.</param>
public sealed class EventSerde<T>(SchemaRegistryClient registry, AvroSerializer<T>? writer = null, EventRules? rules = null) : ISerde<T>
    where T : class, IAvroRecord<T>
{
    private readonly AvroDeserializer<T> _reader = new(registry);

    /// <inheritdoc />
    public void Serialize(T value, IBufferWriter<byte> output) => (writer
        ?? throw new InvalidOperationException($"This serde of {typeof(T).Name} only reads. Give it an AvroSerializer to write with.")).Append(value, output);

    /// <inheritdoc />
    /// <exception cref="EventRuleException">The event breaks a rule.</exception>
    public T Deserialize(ReadOnlySpan<byte> bytes)
    {
        if (!_reader.TryDeserialize(bytes, out var value)) value = Learn(bytes.ToArray());
        if (rules is null) return value;
        if (writer is not null && ConfluentFrame.ReadHeader(bytes) == writer.Id) rules.Check(bytes[ConfluentFrame.HeaderBytes..], loggedAtMs: -1);
        else CheckLaidOut(value, rules);
        return value;
    }

    // Another version's bytes aren't as the contract has them: the event is written anew. Few are, and not for long.
    private static void CheckLaidOut(T value, EventRules rules)
    {
        var bytes = new byte[T.MaxBytes(value)];
        rules.Check(bytes.AsSpan(0, T.Encode(value, bytes)), loggedAtMs: -1);
    }

    // Once per schema that wrote something: a topology's thread is its own, and has nothing to do until it can read on.
    private T Learn(byte[] message) => _reader.DeserializeAsync(message).AsTask().GetAwaiter().GetResult();
}
