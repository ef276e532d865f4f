namespace SmartKart.Schemas;

/// <summary>Reads records of one type from the data of one writer's schema, which may be older or newer. Safe to share between threads.</summary>
/// <typeparam name="T">The record.</typeparam>
public sealed class RecordDecoder<T> where T : class, IAvroRecord<T>
{
    // What follows the value may be a whole file's block; most values fit this.
    private const int FirstBytes = 1024;

    private readonly SchemaResolution _resolution;

    private RecordDecoder(SchemaResolution resolution) => _resolution = resolution;

    /// <summary>The schema that the data are in.</summary>
    public AvroSchema Writer => _resolution.Writer;

    /// <summary>A decoder of a writer's data.</summary>
    /// <exception cref="SchemaResolutionException">No data of that schema can be read as a <typeparamref name="T"/>.</exception>
    public static RecordDecoder<T> For(AvroSchema writer) => new(SchemaResolution.Between(writer, T.Schema));

    /// <summary>Reads a value that is all of the input.</summary>
    /// <exception cref="AvroDataException">The input is no value of the writer's schema, or one that the record cannot hold.</exception>
    public T Decode(ReadOnlySpan<byte> input)
    {
        var value = Decode(input, out var bytesRead);
        if (bytesRead != input.Length) throw AvroFieldLocator.BytesLeft(Writer, input.Length, bytesRead);
        return value;
    }

    /// <summary>Reads a value from the beginning of the input, where more may follow.</summary>
    /// <param name="input">The value's bytes, and any others.</param>
    /// <param name="bytesRead">How many were the value's.</param>
    /// <exception cref="AvroDataException">As above.</exception>
    public T Decode(ReadOnlySpan<byte> input, out int bytesRead)
    {
        if (_resolution.IsIdentity) return T.Decode(input, out bytesRead);
        var projected = new ProjectedBytes(Math.Min(input.Length, FirstBytes));
        try
        {
            bytesRead = _resolution.Project(input, ref projected);
            return Decode(ref projected);
        }
        finally
        {
            projected.Dispose();
        }
    }

    private T Decode(ref ProjectedBytes projected)
    {
        try
        {
            return T.Decode(projected.Written);
        }
        catch (AvroDataException e)
        {
            throw e.AfterResolution(Writer);
        }
    }
}
