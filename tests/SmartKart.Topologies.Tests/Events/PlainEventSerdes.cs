using System.Buffers;
using SmartKart.Schemas;
using SmartKart.Streams;
using SmartKart.Topologies.Events;

namespace SmartKart.Topologies.Tests.Events;

/// <summary>Events as their Avro binary alone: there is no registry in virtual time.</summary>
internal sealed class PlainEventSerdes : IEventSerdes
{
    public static PlainEventSerdes Instance { get; } = new();

    public ISerde<T> SerdeOf<T>(string topic) where T : class, IAvroRecord<T> => new Plain<T>();

    private sealed class Plain<T> : ISerde<T> where T : class, IAvroRecord<T>
    {
        public void Serialize(T value, IBufferWriter<byte> output) => output.Advance(T.Encode(value, output.GetSpan(T.MaxBytes(value))));

        public T Deserialize(ReadOnlySpan<byte> bytes) => T.Decode(bytes);
    }
}
