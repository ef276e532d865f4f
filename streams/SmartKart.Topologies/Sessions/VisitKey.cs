using System.Buffers;
using SmartKart.Streams;
using SmartKart.Topologies.Keys;

namespace SmartKart.Topologies.Sessions;

/// <summary>The visits of a user under one number.</summary>
/// <param name="UserId">The customer or visitor.</param>
/// <param name="SessionId">The shop's number; empty where it has none.</param>
internal readonly record struct VisitKey(string UserId, string SessionId);

/// <summary>What is known of the events kept under a number, without looking at them.</summary>
/// <param name="FirstMicros">The first one's time, in microseconds since 1970, UTC.</param>
/// <param name="LastMicros">The last one's.</param>
/// <param name="LookMicros">When to look whether a visit of them is over.</param>
/// <param name="IsOne">They are one visit, as far as they have come; else they may be several.</param>
internal sealed record OpenVisits(long FirstMicros, long LastMicros, long LookMicros, bool IsOne);

/// <summary>The three times in 8 bytes each, as in keys; then 1 byte, 0 or 1.</summary>
internal sealed class OpenVisitsSerde : ISerde<OpenVisits>
{
    public void Serialize(OpenVisits value, IBufferWriter<byte> output)
    {
        KeyParts.Write(output, value.FirstMicros);
        KeyParts.Write(output, value.LastMicros);
        KeyParts.Write(output, value.LookMicros);
        output.GetSpan(1)[0] = value.IsOne ? (byte)1 : (byte)0;
        output.Advance(1);
    }

    public OpenVisits Deserialize(ReadOnlySpan<byte> bytes) =>
        new(KeyParts.ReadNumber(ref bytes), KeyParts.ReadNumber(ref bytes), KeyParts.ReadNumber(ref bytes), bytes[0] == 1);
}

/// <summary>User, then number.</summary>
internal sealed class VisitKeySerde : ISerde<VisitKey>
{
    public void Serialize(VisitKey value, IBufferWriter<byte> output)
    {
        KeyParts.Write(output, value.UserId);
        KeyParts.Write(output, value.SessionId);
    }

    public VisitKey Deserialize(ReadOnlySpan<byte> bytes) => new(KeyParts.ReadText(ref bytes), KeyParts.ReadText(ref bytes));
}
