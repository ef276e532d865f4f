using System.Buffers;
using SmartKart.Schemas;

namespace SmartKart.FeatureStore.Events.Decoding;

/// <summary>
/// Reads whole events of one writer's schema: resolves them to the contract's, where it is another, and runs a decoder over them. Whatever the
/// bytes, it ends, and with all of an event or with an error. Hot path: per event. One thread at a time.
/// </summary>
internal sealed class ContractReader(SchemaResolution resolution, EventDecoder decoder)
{
    private readonly ArrayBufferWriter<byte> _projected = new();

    /// <summary>Reads an event.</summary>
    /// <param name="payload">All of it is the event's.</param>
    /// <returns>The event as the contract lays it out: the payload itself, or bytes that the next call writes over.</returns>
    /// <exception cref="AvroDataException">It is no event of the writer's schema, or none that the contract can hold.</exception>
    internal ReadOnlySpan<byte> Read(ReadOnlySpan<byte> payload)
    {
        if (resolution.IsIdentity)
        {
            Decode(payload);
            return payload;
        }
        _projected.ResetWrittenCount();
        resolution.Project(payload, _projected);
        try
        {
            Decode(_projected.WrittenSpan);
        }
        catch (AvroDataException e)
        {
            throw resolution.AfterProjection(e);
        }
        return _projected.WrittenSpan;
    }

    private void Decode(ReadOnlySpan<byte> payload)
    {
        int bytesRead;
        try
        {
            bytesRead = decoder.Decode(payload);
        }
        catch (AvroDataException e) when (e.Schema is null)
        {
            throw AvroFieldLocator.WhileReading(resolution.Reader, payload, e);
        }
        if (bytesRead != payload.Length) throw AvroFieldLocator.BytesLeft(resolution.Reader, payload.Length, bytesRead);
    }
}
