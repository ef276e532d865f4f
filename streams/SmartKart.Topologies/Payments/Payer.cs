using System.Buffers;
using SmartKart.Streams;
using SmartKart.Topologies.Keys;

namespace SmartKart.Topologies.Payments;

/// <summary>What payments are measured by.</summary>
internal enum Payer
{
    /// <summary>The customer or guest.</summary>
    User,

    /// <summary>The card, whoever uses it.</summary>
    Card,

    /// <summary>The billing address, whoever is billed.</summary>
    Address,
}

/// <summary>An attempt among all of one user, card or address.</summary>
/// <param name="Id">The user, card or address.</param>
/// <param name="AtMicros">When, in microseconds since 1970, UTC.</param>
/// <param name="EventId">The answer; it makes one that is sent again the same.</param>
internal sealed record PayerMoment(string Id, long AtMicros, Guid EventId);

/// <summary>The attempts of one side by side, the latest first: what is looked at is walked forward; a step back costs a store a search.</summary>
internal sealed class PayerMomentSerde : ISerde<PayerMoment>
{
    private const int GuidBytes = 16;

    public void Serialize(PayerMoment value, IBufferWriter<byte> output)
    {
        KeyParts.Write(output, value.Id);
        KeyParts.Write(output, ~value.AtMicros);
        value.EventId.TryWriteBytes(output.GetSpan(GuidBytes), bigEndian: true, out var written);
        output.Advance(written);
    }

    public PayerMoment Deserialize(ReadOnlySpan<byte> bytes) =>
        new(KeyParts.ReadText(ref bytes), ~KeyParts.ReadNumber(ref bytes), new Guid(bytes[..GuidBytes], bigEndian: true));
}
