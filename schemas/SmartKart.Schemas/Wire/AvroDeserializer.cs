using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using SmartKart.Schemas.Registry;

namespace SmartKart.Schemas;

/// <summary>
/// Reads messages in Confluent's wire format into records, whichever version of the schema wrote them. Hot path: per record.
/// A writer's schema is asked of the registry once, resolved against <c>T.Schema</c> once, and from then on reading is synchronous
/// and allocates the record alone. Safe to share between threads.
/// <para>A batch is read without an <c>await</c> per record:
/// <c>if (!reader.TryDeserialize(bytes, out var it)) it = await reader.DeserializeAsync(bytes, stop);</c></para>
/// </summary>
/// <typeparam name="T">The record.</typeparam>
/// <param name="registry">Where writers' schemas are. It stays its owner's to dispose of.</param>
public sealed class AvroDeserializer<T>(SchemaRegistryClient registry) where T : class, IAvroRecord<T>
{
    private readonly ConcurrentDictionary<SchemaId, RecordDecoder<T>> _decoders = new();

    // Messages of one topic come in long runs of one id, and comparing an int is cheaper than hashing it.
    private volatile Known? _last;

    /// <summary>Reads a message whose writer's schema is known here already.</summary>
    /// <returns>False where it is not known yet: <see cref="DeserializeAsync"/> fetches it.</returns>
    /// <exception cref="ConfluentFrameException">The bytes are no message in Confluent's wire format.</exception>
    /// <exception cref="AvroDataException">What follows the head is no value of its schema. Its offset counts from the head's
    /// end.</exception>
    public bool TryDeserialize(ReadOnlySpan<byte> message, [NotNullWhen(true)] out T? value)
    {
        var decoder = Find(ConfluentFrame.ReadHeader(message));
        value = decoder?.Decode(message.Slice(ConfluentFrame.HeaderBytes));
        return decoder is not null;
    }

    /// <summary>Reads a message; completes at once where its writer's schema is known here already.</summary>
    /// <param name="message">The message, which must stay as it is until the task is done.</param>
    /// <param name="cancellation">Stops waiting for the registry.</param>
    /// <exception cref="ConfluentFrameException">The bytes are no message in Confluent's wire format.</exception>
    /// <exception cref="AvroDataException">What follows the head is no value of its schema. Its offset counts from the head's
    /// end.</exception>
    /// <exception cref="SchemaRegistryException">The registry does not know the id, or cannot be reached.</exception>
    /// <exception cref="SchemaResolutionException">The writer's schema cannot be read as <typeparamref name="T"/>.</exception>
    public ValueTask<T> DeserializeAsync(ReadOnlyMemory<byte> message, CancellationToken cancellation = default)
    {
        var id = ConfluentFrame.ReadHeader(message.Span);
        return Find(id) is { } decoder
            ? new ValueTask<T>(decoder.Decode(message.Span.Slice(ConfluentFrame.HeaderBytes)))
            : LearnAndDecodeAsync(id, message, cancellation);
    }

    private RecordDecoder<T>? Find(SchemaId id)
    {
        if (_last is { } last && last.Id == id) return last.Decoder;
        if (!_decoders.TryGetValue(id, out var decoder)) return null;
        _last = new Known(id, decoder);
        return decoder;
    }

    private async ValueTask<T> LearnAndDecodeAsync(SchemaId id, ReadOnlyMemory<byte> message, CancellationToken cancellation)
    {
        // Callers that ask for the same id at once share one call: the client sees to that.
        var writer = await registry.GetSchemaAsync(id, cancellation);
        if (_decoders.Count >= registry.MaxCachedSchemas) _decoders.Clear();
        var decoder = _decoders.GetOrAdd(id, static (_, schema) => RecordDecoder<T>.For(schema), writer);
        _last = new Known(id, decoder);
        return decoder.Decode(message.Span.Slice(ConfluentFrame.HeaderBytes));
    }

    private sealed record Known(SchemaId Id, RecordDecoder<T> Decoder);
}
