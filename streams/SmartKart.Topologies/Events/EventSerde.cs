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
public sealed class EventSerde<T>(SchemaRegistryClient registry, AvroSerializer<T>? writer = null) : ISerde<T> where T : class, IAvroRecord<T>
{
    private readonly AvroDeserializer<T> _reader = new(registry);

    /// <inheritdoc />
    public void Serialize(T value, IBufferWriter<byte> output) => (writer
        ?? throw new InvalidOperationException($"This serde of {typeof(T).Name} only reads. Give it an AvroSerializer to write with.")).Append(value, output);

    /// <inheritdoc />
    public T Deserialize(ReadOnlySpan<byte> bytes) => _reader.TryDeserialize(bytes, out var value) ? value : Learn(bytes.ToArray());

    // Once per schema that wrote something: a topology's thread is its own, and has nothing to do until it can read on.
    private T Learn(byte[] message) => _reader.DeserializeAsync(message).AsTask().GetAwaiter().GetResult();
}
