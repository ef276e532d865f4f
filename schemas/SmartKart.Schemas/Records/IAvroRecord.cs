namespace SmartKart.Schemas;

/// <summary>A generated record: it knows its schema, and its bytes. Code that is generic in the event goes through this; code that
/// knows the event calls its codec.</summary>
/// <typeparam name="TSelf">The record.</typeparam>
public interface IAvroRecord<TSelf> where TSelf : IAvroRecord<TSelf>
{
    /// <summary>The schema it was generated from.</summary>
    static abstract RecordSchema Schema { get; }

    /// <summary>An upper bound of the bytes that <see cref="Encode"/> writes: cheap, about three times the text.</summary>
    static abstract int MaxBytes(TSelf value);

    /// <summary>Writes the value into the output.</summary>
    /// <returns>Bytes written.</returns>
    /// <exception cref="AvroDataException">The value does not fit the schema, or the output is too small.</exception>
    static abstract int Encode(TSelf value, Span<byte> output);

    /// <summary>Reads a value that was written with the very same schema, and is all of the input.</summary>
    /// <exception cref="AvroDataException">The input is no such value.</exception>
    static abstract TSelf Decode(ReadOnlySpan<byte> input);

    /// <summary>Reads a value from the beginning of the input, where more may follow.</summary>
    /// <param name="input">The value's bytes, and any others.</param>
    /// <param name="bytesRead">How many were the value's.</param>
    /// <exception cref="AvroDataException">The input does not begin with such a value.</exception>
    static abstract TSelf Decode(ReadOnlySpan<byte> input, out int bytesRead);
}
