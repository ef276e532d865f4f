using System.Buffers;
using SmartKart.Streams;

namespace SmartKart.Topologies.Features.Tiles;

/// <summary>Bytes that lie anywhere: written without a copy of their own.</summary>
internal sealed class MemorySerde : ISerde<ReadOnlyMemory<byte>>
{
    public static MemorySerde Instance { get; } = new();

    public void Serialize(ReadOnlyMemory<byte> value, IBufferWriter<byte> output) => output.Write(value.Span);

    public ReadOnlyMemory<byte> Deserialize(ReadOnlySpan<byte> bytes) => bytes.ToArray();
}
