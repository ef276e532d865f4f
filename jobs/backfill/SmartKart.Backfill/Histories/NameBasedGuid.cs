using System.Security.Cryptography;
using System.Text;

namespace SmartKart.Backfill.Histories;

/// <summary>
/// A UUID made from a name (version 5, RFC 9562 section 5.5): equal names in a name space are equal ids. It makes replay idempotent:
/// the event
/// of a row has the same id each time the row is read.
/// </summary>
public static class NameBasedGuid
{
    private const int HashBytes = 20;
    private const int GuidBytes = 16;
    private const int MaxStackBytes = 256;

    /// <summary>The id of a name.</summary>
    /// <param name="nameSpace">Where the name is unique.</param>
    /// <param name="name">Any text.</param>
    public static Guid Create(Guid nameSpace, string name)
    {
        var length = GuidBytes + Encoding.UTF8.GetMaxByteCount(name.Length);
        var input = length <= MaxStackBytes ? stackalloc byte[MaxStackBytes] : new byte[length];
        nameSpace.TryWriteBytes(input, bigEndian: true, out _);
        var written = GuidBytes + Encoding.UTF8.GetBytes(name, input[GuidBytes..]);

        Span<byte> hash = stackalloc byte[HashBytes];
#pragma warning disable CA5350 // SHA-1 is what version 5 is defined with. It keeps nothing secret here.
        SHA1.HashData(input[..written], hash);
#pragma warning restore CA5350
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50); // version 5
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80); // variant of RFC 9562
        return new Guid(hash[..GuidBytes], bigEndian: true);
    }
}
