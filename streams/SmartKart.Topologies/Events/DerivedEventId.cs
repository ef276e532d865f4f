using System.Security.Cryptography;
using System.Text;

namespace SmartKart.Topologies.Events;

/// <summary>
/// Ids of events that follow from others: name-based UUIDs (version 5, RFC 9562 section 5.5). The same facts give the same id, so a
/// replay, or a crash between writing and committing, repeats an event instead of adding one.
/// </summary>
internal static class DerivedEventId
{
    private const int GuidBytes = 16;
    private const int MaxStackBytes = 512;

    // The name space of derived events' ids: drawn once at random, and never changed.
    private static readonly Guid Space = new("6f0e1c52-5b1d-4a0e-9a63-0d1c6f3a2b94");

    /// <summary>The id of an event.</summary>
    /// <param name="topic">Its topic.</param>
    /// <param name="name">What tells it from all others of the topic.</param>
    public static Guid Of(string topic, string name)
    {
        var length = GuidBytes + Encoding.UTF8.GetMaxByteCount(topic.Length + 1 + name.Length);
        var input = length <= MaxStackBytes ? stackalloc byte[MaxStackBytes] : new byte[length];
        Space.TryWriteBytes(input, bigEndian: true, out _);
        var written = GuidBytes + Encoding.UTF8.GetBytes(topic, input[GuidBytes..]);
        input[written++] = (byte)'/';
        written += Encoding.UTF8.GetBytes(name, input[written..]);

        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
#pragma warning disable CA5350 // SHA-1 is what version 5 is defined with. It keeps nothing secret here.
        SHA1.HashData(input[..written], hash);
#pragma warning restore CA5350
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50); // version 5
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80); // variant of RFC 9562
        return new Guid(hash[..GuidBytes], bigEndian: true);
    }
}
