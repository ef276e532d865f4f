using System.Security.Cryptography;
using System.Text;

namespace SmartKart.Schemas;

/// <summary>Short names of a schema's canonical form (Avro 1.11, "Schema Fingerprints").</summary>
public static class Fingerprint
{
    // The fingerprint of no bytes, and at once the polynomial; both from the specification.
    private const ulong Empty = 0xC15D213AA4D7A795;

    private static readonly ulong[] Table = MakeTable();

    /// <summary>CRC-64-AVRO (a Rabin fingerprint) of the schema's canonical form. Good to look schemas up by, no defence against forgery.</summary>
    public static ulong Crc64(AvroSchema schema) => Crc64(Encoding.UTF8.GetBytes(CanonicalForm.Of(schema)));

    /// <summary>SHA-256 of the schema's canonical form, 32 bytes.</summary>
    public static byte[] Sha256(AvroSchema schema) => SHA256.HashData(Encoding.UTF8.GetBytes(CanonicalForm.Of(schema)));

    /// <summary>CRC-64-AVRO of some bytes.</summary>
    internal static ulong Crc64(ReadOnlySpan<byte> bytes)
    {
        var print = Empty;
        foreach (var b in bytes) print = (print >> 8) ^ Table[(byte)(print ^ b)];
        return print;
    }

    private static ulong[] MakeTable()
    {
        var table = new ulong[256];
        for (var i = 0; i < table.Length; i++)
        {
            var print = (ulong)i;
            for (var bit = 0; bit < 8; bit++) print = (print >> 1) ^ (Empty & (0 - (print & 1)));
            table[i] = print;
        }
        return table;
    }
}
