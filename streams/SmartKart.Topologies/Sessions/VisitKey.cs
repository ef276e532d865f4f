using System.Buffers;
using SmartKart.Streams;
using SmartKart.Topologies.Keys;

namespace SmartKart.Topologies.Sessions;

/// <summary>The visits of a user under one number.</summary>
/// <param name="UserId">The customer or visitor.</param>
/// <param name="SessionId">The shop's number; empty where it has none.</param>
internal readonly record struct VisitKey(string UserId, string SessionId);

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
