using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SmartKart.Streams.Tests.Chaos.Shop;

/// <summary>Writes a struct of 64-bit numbers as it lies in memory.</summary>
internal sealed class StructSerde<T> : ISerde<T> where T : unmanaged
{
    public static StructSerde<T> Instance { get; } = new();

    public void Serialize(T value, IBufferWriter<byte> output)
    {
        var length = Unsafe.SizeOf<T>();
        MemoryMarshal.Write(output.GetSpan(length), in value);
        output.Advance(length);
    }

    public T Deserialize(ReadOnlySpan<byte> bytes) => bytes.Length == Unsafe.SizeOf<T>()
        ? MemoryMarshal.Read<T>(bytes)
        : throw new FormatException($"{bytes.Length} bytes are no {typeof(T).Name}, which has {Unsafe.SizeOf<T>()}.");
}
