using System.Buffers;

namespace SmartKart.Streams;

/// <summary>A serde of windowed keys, which knows their parts: whoever has only the type of the whole asks it.</summary>
/// <typeparam name="T">The <see cref="Windowed{K}"/>.</typeparam>
internal interface IWindowedSerde<in T>
{
    /// <summary>Appends the bytes of the key alone.</summary>
    void SerializeKey(T windowed, IBufferWriter<byte> output);

    /// <summary>The window.</summary>
    Window WindowOf(T windowed);
}
