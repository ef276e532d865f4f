using System.Buffers;
using System.Runtime.CompilerServices;

namespace SmartKart.Schemas;

/// <summary>
/// How data of a writer's schema become data of a reader's. They are projected from bytes to bytes, so that one plan serves
/// every record, generated or generic, whose own reader then reads what it knows. Worked out once per pair of schemas, kept as
/// long as both live, and safe to share between threads.
/// </summary>
public sealed class SchemaResolution
{
    private static readonly ConditionalWeakTable<AvroSchema, ConditionalWeakTable<AvroSchema, SchemaResolution>> Known = [];

    private readonly ProjectionStep _step;

    private SchemaResolution(AvroSchema writer, AvroSchema reader)
    {
        (Writer, Reader) = (writer, reader);
        IsIdentity = SameLayout.Of(writer, reader);
        _step = IsIdentity ? new CopyStep(writer) : new ResolutionBuilder().Build(writer, reader, reader.FullName);
    }

    /// <summary>The schema that the data were written with.</summary>
    public AvroSchema Writer { get; }

    /// <summary>The schema that they are read as.</summary>
    public AvroSchema Reader { get; }

    /// <summary>Whether the bytes stay as they are.</summary>
    public bool IsIdentity { get; }

    /// <summary>The resolution of a pair.</summary>
    /// <exception cref="SchemaResolutionException">No data of the writer's can be read as the reader's. Where only some can, as with a
    /// union's branch or an enum's symbol, reading the others is an <see cref="AvroDataException"/>.</exception>
    public static SchemaResolution Between(AvroSchema writer, AvroSchema reader) =>
        Known.GetValue(writer, _ => []).GetValue(reader, r => new SchemaResolution(writer, r));

    /// <summary>Writes a value as the reader's schema lays it out, for a reader of the caller's own. Hot path: per record of another version.</summary>
    /// <param name="input">All of it is the value, as the writer laid it out.</param>
    /// <param name="output">Takes the bytes; where the input is at fault, none.</param>
    /// <exception cref="AvroDataException">The input is no value of the writer's schema, or one that the reader's has no place for.</exception>
    public void Project(ReadOnlySpan<byte> input, IBufferWriter<byte> output)
    {
        var projected = new ProjectedBytes(input.Length);
        try
        {
            var bytesRead = Project(input, ref projected);
            if (bytesRead != input.Length) throw AvroFieldLocator.BytesLeft(Writer, input.Length, bytesRead);
            output.Write(projected.Written);
        }
        finally
        {
            projected.Dispose();
        }
    }

    /// <summary>Completes the fault of a reader of projected bytes: its offset is in those, and not in what the writer wrote.</summary>
    public AvroDataException AfterProjection(AvroDataException fault) => fault.AfterResolution(Writer);

    /// <summary>Projects the value at the beginning of the input; the output is the caller's to dispose of.</summary>
    /// <returns>How many bytes of the input were the value's.</returns>
    internal int Project(ReadOnlySpan<byte> input, ref ProjectedBytes output)
    {
        var reader = new AvroReader(input);
        try
        {
            _step.Run(ref reader, ref output);
            return reader.Position;
        }
        catch (AvroDataException e) when (e.Schema is null)
        {
            throw AvroFieldLocator.WhileReading(Writer, input, e);
        }
    }
}
