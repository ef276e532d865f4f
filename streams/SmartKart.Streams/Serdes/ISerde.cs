using System.Buffers;

namespace SmartKart.Streams;

/// <summary>
/// Turns values of one type into bytes and back. It is asked from one thread at a time per instance of a task, and must keep nothing
/// between calls. Equal keys must give equal bytes, and only they: partitions, stores and joins compare bytes. Hot path: per record.
/// </summary>
/// <typeparam name="T">What it writes and reads.</typeparam>
public interface ISerde<T>
{
    /// <summary>Appends the value's bytes. It is never given null: that is the record's to say, as a tombstone.</summary>
    void Serialize(T value, IBufferWriter<byte> output);

    /// <summary>Reads a value from all of these bytes, which are valid only during the call.</summary>
    /// <exception cref="Exception">The bytes are no such value. Whatever is thrown goes to the deserialization exception handler.</exception>
    T Deserialize(ReadOnlySpan<byte> bytes);
}
