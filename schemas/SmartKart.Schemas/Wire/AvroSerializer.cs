using System.Buffers;
using SmartKart.Schemas.Registry;

namespace SmartKart.Schemas;

/// <summary>
/// Writes records in Confluent's wire format under one schema id. Hot path: per record. Immutable, safe to share between threads.
/// </summary>
/// <typeparam name="T">The record.</typeparam>
/// <param name="id">The id under which the registry knows <c>T.Schema</c>.</param>
public sealed class AvroSerializer<T>(SchemaId id) where T : class, IAvroRecord<T>
{
    /// <summary>The id that every message carries.</summary>
    public SchemaId Id { get; } = id;

    /// <summary>Registers the record's schema and writes under the id that it gets; one that it has already is kept.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="subject">The subject, by <see cref="SubjectNames"/>.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <exception cref="SchemaRegistryException">The registry refuses, for example an incompatible change, or cannot be
    /// reached.</exception>
    public static async Task<AvroSerializer<T>> RegisterAsync(
        SchemaRegistryClient registry, string subject, CancellationToken cancellation = default) =>
        new(await registry.RegisterAsync(subject, SchemaText.Of(T.Schema), cancellation));

    /// <summary>Writes under the id that the record's schema has already: for producers that may not register schemas.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="subject">The subject, by <see cref="SubjectNames"/>.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <exception cref="SchemaRegistryException">The subject has no such schema, or the registry cannot be reached.</exception>
    public static async Task<AvroSerializer<T>> LookUpAsync(
        SchemaRegistryClient registry, string subject, CancellationToken cancellation = default) =>
        new((await registry.LookUpAsync(subject, SchemaText.Of(T.Schema), cancellation)).Id);

    /// <summary>Appends one message. Allocates nothing of its own.</summary>
    /// <returns>Bytes appended.</returns>
    /// <exception cref="AvroDataException">The value does not fit its schema; nothing was appended.</exception>
    public int Append(T value, IBufferWriter<byte> output)
    {
        // Bounding the value first lets a single span serve it: no growth check per field.
        var frame = output.GetSpan(checked(ConfluentFrame.HeaderBytes + T.MaxBytes(value)));
        var bytes = Write(value, frame);
        output.Advance(bytes);
        return bytes;
    }

    /// <summary>One message in an array of its own.</summary>
    /// <exception cref="AvroDataException">The value does not fit its schema.</exception>
    public byte[] ToBytes(T value)
    {
        var frame = ArrayPool<byte>.Shared.Rent(checked(ConfluentFrame.HeaderBytes + T.MaxBytes(value)));
        try
        {
            return frame.AsSpan(0, Write(value, frame)).ToArray();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(frame);
        }
    }

    private int Write(T value, Span<byte> frame)
    {
        ConfluentFrame.WriteHeader(Id, frame);
        return ConfluentFrame.HeaderBytes + T.Encode(value, frame.Slice(ConfluentFrame.HeaderBytes));
    }
}
