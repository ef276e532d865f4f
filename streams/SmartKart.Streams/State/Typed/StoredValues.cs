using System.Buffers.Binary;
using SmartKart.Streams.State.Bytes;

namespace SmartKart.Streams.State.Typed;

/// <summary>How the values of a store lie in its bytes. Hot path: per record.</summary>
internal interface IStoredValues<V>
{
    /// <summary>The value says that there is none.</summary>
    bool IsNone(V value);

    /// <summary>Appends a value's bytes.</summary>
    void Serialize(V value, ByteBuffer output);

    /// <summary>Appends what a deletion by this value (that is none) should remember until it is flushed.</summary>
    void SerializeNote(V value, ByteBuffer output);

    /// <summary>Reads a value.</summary>
    V Deserialize(ReadOnlySpan<byte> bytes);
}

/// <summary>Values as their serde writes them.</summary>
/// <param name="store">The store's name, for the error that tells of a value that can't be read.</param>
/// <param name="serde">Reads and writes them.</param>
internal sealed class PlainValues<V>(string store, ISerde<V> serde) : IStoredValues<V>
{
    private readonly bool _hasNull = default(V) is null; // asked first: until the code is optimised, comparing a number with null boxes it

    /// <inheritdoc />
    public bool IsNone(V value) => _hasNull && value is null;

    /// <inheritdoc />
    public void Serialize(V value, ByteBuffer output) => serde.Serialize(value, output);

    /// <inheritdoc />
    public void SerializeNote(V value, ByteBuffer output)
    {
        // There is nothing to remember.
    }

    /// <inheritdoc />
    public V Deserialize(ReadOnlySpan<byte> bytes) => StoredValue.Read(serde, bytes, store);
}

/// <summary>
/// Values behind the time of the record that made them: 8 bytes, big-endian, ms since 1970, then the value as its serde writes it (Kafka
/// Streams' own layout). A deletion's note is the time alone.
/// </summary>
/// <param name="store">The store's name, for the error that tells of a value that can't be read.</param>
/// <param name="serde">Reads and writes the values.</param>
internal sealed class TimestampedValues<V>(string store, ISerde<V> serde) : IStoredValues<ValueAndTimestamp<V>>
{
    internal const int TimestampBytes = sizeof(long);
    private readonly bool _hasNull = default(V) is null; // as above

    /// <inheritdoc />
    public bool IsNone(ValueAndTimestamp<V> value) => _hasNull && value.Value is null;

    /// <inheritdoc />
    public void Serialize(ValueAndTimestamp<V> value, ByteBuffer output)
    {
        SerializeNote(value, output);
        serde.Serialize(value.Value, output);
    }

    /// <inheritdoc />
    public void SerializeNote(ValueAndTimestamp<V> value, ByteBuffer output) => WriteTime(value.TimestampMs, output);

    /// <inheritdoc />
    public ValueAndTimestamp<V> Deserialize(ReadOnlySpan<byte> bytes) => new(ValueOf(bytes), TimeOf(bytes));

    /// <summary>What was told to flush listeners of a write.</summary>
    /// <param name="write">The write.</param>
    /// <param name="timestampMs">Its time: the value's, else what the deletion noted, else that of the value which was deleted.</param>
    public Change<V> ChangeOf(in FlushedWrite write, out long timestampMs)
    {
        timestampMs = TimeOf(write.Value.Length >= TimestampBytes ? write.Value : write.Old);
        return new Change<V>(
            write.Deleted ? Optional<V>.None : Optional<V>.Of(ValueOf(write.Value)),
            write.Existed ? Optional<V>.Of(ValueOf(write.Old)) : Optional<V>.None);
    }

    /// <summary>Appends the time that a value begins with, or that a deletion notes.</summary>
    public static void WriteTime(long timestampMs, ByteBuffer output)
    {
        BinaryPrimitives.WriteInt64BigEndian(output.GetSpan(TimestampBytes), timestampMs);
        output.Advance(TimestampBytes);
    }

    /// <summary>The time in a stored value.</summary>
    public static long TimeOf(ReadOnlySpan<byte> bytes) => bytes.Length >= TimestampBytes
        ? BinaryPrimitives.ReadInt64BigEndian(bytes)
        : throw SerializationException.TooShort("A stored value with its timestamp", TimestampBytes, bytes.Length);

    private V ValueOf(ReadOnlySpan<byte> bytes) => StoredValue.Read(serde, bytes[TimestampBytes..], store);
}

/// <summary>One value of a store.</summary>
internal static class StoredValue
{
    /// <exception cref="StoredValueException">The bytes are no such value: the store was written with another serde.</exception>
    public static V Read<V>(ISerde<V> serde, ReadOnlySpan<byte> bytes, string store)
    {
        try
        {
            return serde.Deserialize(bytes);
        }
        catch (Exception fault)
        {
            throw new StoredValueException(store, fault);
        }
    }
}
