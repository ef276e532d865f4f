using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace SmartKart.Serving.Access;

/// <summary>
/// The SHA-256 of a key's secret, by which it is found: whoever times a look-up learns of the hash, and nothing of the secret. A secret is 256 random bits, so
/// that no slower hash is needed (NIST SP 800-63B, 5.1.1.2 asks for one where people choose).
/// </summary>
internal readonly record struct SecretHash(ulong A, ulong B, ulong C, ulong D)
{
    /// <summary>Hex digits of one.</summary>
    public const int TextLength = 2 * SHA256.HashSizeInBytes;

    private const int SecretBytesMax = 512;

    /// <summary>The hash of a secret; null of one that is longer than any. Hot path: per request, without an allocation.</summary>
    public static SecretHash? Of(ReadOnlySpan<char> secret)
    {
        Span<byte> bytes = stackalloc byte[SecretBytesMax];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        if (!Encoding.UTF8.TryGetBytes(secret, bytes, out var length)) return null;
        SHA256.HashData(bytes[..length], hash);
        return Read(hash);
    }

    /// <summary>Reads 64 hex digits; null of anything else.</summary>
    public static SecretHash? Parse(string text) =>
        text.Length == TextLength && text.All(char.IsAsciiHexDigit) ? Read(Convert.FromHexString(text)) : null;

    private static SecretHash Read(ReadOnlySpan<byte> hash) => new(
        BinaryPrimitives.ReadUInt64BigEndian(hash), BinaryPrimitives.ReadUInt64BigEndian(hash[8..]),
        BinaryPrimitives.ReadUInt64BigEndian(hash[16..]), BinaryPrimitives.ReadUInt64BigEndian(hash[24..]));
}
