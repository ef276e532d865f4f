using System.Buffers;

namespace SmartKart.Streams;

/// <summary>A serde of windowed keys that can write the key without its window.</summary>
/// <typeparam name="T">The <see cref="Windowed{K}"/>.</typeparam>
internal interface IWindowedSerde<in T>
{
    /// <summary>Appends the bytes of the key alone.</summary>
    void SerializeKey(T windowed, IBufferWriter<byte> output);
}
