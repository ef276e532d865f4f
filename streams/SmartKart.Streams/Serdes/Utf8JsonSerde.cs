using System.Buffers;
using System.Text.Json;

namespace SmartKart.Streams;

/// <summary>A JSON document. The writer is kept per thread: a serde keeps nothing itself.</summary>
internal sealed class Utf8JsonSerde<T>(JsonSerializerOptions? options) : ISerde<T>
{
    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    public void Serialize(T value, IBufferWriter<byte> output)
    {
        var writer = _writer;
        if (writer is null) _writer = writer = new Utf8JsonWriter(output);
        else writer.Reset(output);
        try
        {
            JsonSerializer.Serialize(writer, value, options);
        }
        catch (Exception fault) when (fault is JsonException or NotSupportedException)
        {
            throw new SerializationException($"A {typeof(T).Name} cannot be written as JSON: {fault.Message}", fault);
        }
        finally
        {
            writer.Reset(Stream.Null); // the output is the caller's, and must not be held
        }
    }

    public T Deserialize(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(bytes, options) ??
                throw new SerializationException($"The JSON document is null, and a {typeof(T).Name} was expected. A deletion is a record without a value.");
        }
        catch (JsonException fault)
        {
            throw new SerializationException($"{bytes.Length} bytes are no JSON document of a {typeof(T).Name}: {fault.Message}", fault);
        }
    }
}
