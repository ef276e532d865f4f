namespace SmartKart.Schemas;

/// <summary>How values of one .NET type stand in a file's blocks.</summary>
/// <typeparam name="T">The type.</typeparam>
internal abstract class FileValues<T>
{
    /// <summary>What a new file's header says.</summary>
    public abstract AvroSchema Schema { get; }

    /// <summary>Reads a value from the beginning of the input.</summary>
    public abstract T Decode(ReadOnlySpan<byte> input, out int bytesRead);

    /// <summary>The most that a value takes.</summary>
    public abstract int MaxBytes(T value);

    /// <summary>Writes a value.</summary>
    /// <returns>Bytes written.</returns>
    public abstract int Encode(T value, Span<byte> output);
}

/// <summary>A generated record, written by its own schema, and read by the file's.</summary>
internal sealed class RecordValues<T>(RecordDecoder<T> decoder) : FileValues<T> where T : class, IAvroRecord<T>
{
    public override AvroSchema Schema => T.Schema;

    public override T Decode(ReadOnlySpan<byte> input, out int bytesRead) => decoder.Decode(input, out bytesRead);

    public override int MaxBytes(T value) => T.MaxBytes(value);

    public override int Encode(T value, Span<byte> output) => T.Encode(value, output);
}

/// <summary>Values of any schema, as <see cref="GenericRecord"/> says.</summary>
internal sealed class GenericValues(AvroSchema schema) : FileValues<object?>
{
    public override AvroSchema Schema => schema;

    public override object? Decode(ReadOnlySpan<byte> input, out int bytesRead) => GenericReader.Decode(schema, input, out bytesRead);

    public override int MaxBytes(object? value) => GenericWriter.MaxBytes(schema, value);

    public override int Encode(object? value, Span<byte> output)
    {
        try
        {
            var writer = new AvroWriter(output);
            GenericWriter.Write(schema, value, ref writer);
            return writer.Position;
        }
        catch (AvroDataException e) when (e.Schema is null)
        {
            throw AvroFieldLocator.WhileWriting(schema, e);
        }
    }
}
