using System.Buffers;
using SmartKart.Streams;
using SmartKart.Topologies.Keys;

namespace SmartKart.Topologies.Sessions;

/// <summary>Where an event stands among all of its user's: the event's id makes a repeated event the same one.</summary>
/// <param name="UserId">The customer or visitor.</param>
/// <param name="SessionId">The shop's number of the visit; empty where it has none.</param>
/// <param name="AtMicros">When, in microseconds since 1970, UTC.</param>
/// <param name="EventId">The event; it orders what happened at the same instant.</param>
internal sealed record VisitMoment(string UserId, string SessionId, long AtMicros, Guid EventId)
{
    /// <summary>Before and after every event of that instant.</summary>
    public static Guid First => Guid.Empty;

    /// <inheritdoc cref="First"/>
    public static Guid Last => Guid.AllBitsSet;
}

/// <summary>A visit's events side by side, by time, then by their ids.</summary>
internal sealed class VisitMomentSerde : ISerde<VisitMoment>
{
    private const int GuidBytes = 16;

    public void Serialize(VisitMoment value, IBufferWriter<byte> output)
    {
        KeyParts.Write(output, value.UserId);
        KeyParts.Write(output, value.SessionId);
        KeyParts.Write(output, value.AtMicros);
        value.EventId.TryWriteBytes(output.GetSpan(GuidBytes), bigEndian: true, out var written);
        output.Advance(written);
    }

    public VisitMoment Deserialize(ReadOnlySpan<byte> bytes) =>
        new(KeyParts.ReadText(ref bytes), KeyParts.ReadText(ref bytes), KeyParts.ReadNumber(ref bytes), new Guid(bytes[..GuidBytes], bigEndian: true));
}
