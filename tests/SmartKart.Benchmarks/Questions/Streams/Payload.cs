using System.Buffers;
using System.Runtime.CompilerServices;
using SmartKart.Streams;

namespace SmartKart.Benchmarks.Questions.Streams;

/// <summary>A value of 100 bytes that is no object: what is then allocated, the runtime allocated.</summary>
[InlineArray(Bytes)]
internal struct Payload
{
    public const int Bytes = 100;

    private byte _first;

    /// <summary>Reads and writes it.</summary>
    public sealed class Serde : ISerde<Payload>
    {
        public void Serialize(Payload value, IBufferWriter<byte> output)
        {
            ((ReadOnlySpan<byte>)value).CopyTo(output.GetSpan(Bytes));
            output.Advance(Bytes);
        }

        public Payload Deserialize(ReadOnlySpan<byte> bytes)
        {
            var value = default(Payload);
            bytes[..Bytes].CopyTo(value);
            return value;
        }
    }
}
