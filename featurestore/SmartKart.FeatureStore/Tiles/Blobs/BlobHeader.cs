using System.Buffers.Binary;
using System.Numerics;

namespace SmartKart.FeatureStore.Tiles.Blobs;

/// <summary>
/// What a blob begins with; it can be read without the plan, to fence a write or to see an age.
/// <code>
/// | version, flags: 1 | plan: 8 | sequence: varint | [base: varint] | [horizon: whole] | [horizon − newest: count] | timelines … | CRC-32C: 4 |
/// version, flags: version · 16 + (1 if there is a horizon) + (2 if there is an event) + (4 if there is a base)
/// </code>
/// </summary>
/// <param name="Plan">The plan's fingerprint.</param>
/// <param name="Sequence">The write's number: of two blobs of a key, the greater is the newer.</param>
/// <param name="Base">Of a head: the sequence of the closed blob that it goes with; else 0.</param>
/// <param name="Horizon">The latest instant seen, in microseconds since 1970; null if none was.</param>
/// <param name="Newest">The newest event's time, likewise.</param>
public readonly record struct BlobHeader(ulong Plan, long Sequence, long Base, long? Horizon, long? Newest)
{
    /// <summary>The format's version.</summary>
    public const int Version = 2;

    private const int HasHorizon = 1, HasNewest = 2, HasBase = 4;
    private const int ChecksumBytes = sizeof(uint);

    /// <summary>Reads the header and checks the whole blob's checksum.</summary>
    /// <exception cref="TileBlobException">It is damaged, or of a later format.</exception>
    public static BlobHeader Read(ReadOnlySpan<byte> blob)
    {
        using var reader = Open(blob);
        var inner = reader;
        return Read(ref inner);
    }

    /// <summary>A reader of what the checksum covers.</summary>
    internal static BlobReader Open(ReadOnlySpan<byte> blob)
    {
        if (blob.Length <= ChecksumBytes) throw TileBlobException.Corrupt("it has no bytes for a header", blob.Length);
        var content = blob[..^ChecksumBytes];
        if (content[0] >> 4 != Version) throw TileBlobException.UnknownVersion(content[0] >> 4);
        if (Checksum(content) != BinaryPrimitives.ReadUInt32LittleEndian(blob[^ChecksumBytes..]))
            throw TileBlobException.Corrupt("its checksum doesn't fit its bytes", blob.Length);
        return new BlobReader(content);
    }

    internal static BlobHeader Read(ref BlobReader reader)
    {
        var flags = reader.ReadByte() & 15;
        if ((flags & ~HasBase) is not (0 or HasHorizon or (HasHorizon | HasNewest))) throw reader.Corrupt("unknown flags");
        var (plan, sequence, based) = (reader.ReadFixed(sizeof(ulong)), reader.ReadCount(), (flags & HasBase) == 0 ? 0 : reader.ReadCount());
        long? horizon = (flags & HasHorizon) == 0 ? null : reader.ReadTime();
        return new BlobHeader(plan, sequence, based, horizon, (flags & HasNewest) == 0 ? null : reader.Before(horizon!.Value));
    }

    internal void Write(ref BlobWriter writer)
    {
        writer.WriteByte((byte)((Version << 4) | (Horizon.HasValue ? HasHorizon : 0) | (Newest.HasValue ? HasNewest : 0) | (Base > 0 ? HasBase : 0)));
        writer.WriteFixed(Plan, sizeof(ulong));
        writer.WriteCount(Sequence);
        if (Base > 0) writer.WriteCount(Base);
        if (Horizon is { } horizon) writer.WriteTime(horizon);
        if (Newest is { } newest) writer.WriteCount(Horizon!.Value - newest);
    }

    /// <summary>Appends the checksum of all that was written.</summary>
    internal static void Seal(ref BlobWriter writer)
    {
        var checksum = Checksum(writer.Written);
        BinaryPrimitives.WriteUInt32LittleEndian(writer.Take(ChecksumBytes), checksum);
    }

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var checksum = ~0u;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            checksum = BitOperations.Crc32C(checksum, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }
        foreach (var next in bytes) checksum = BitOperations.Crc32C(checksum, next);
        return ~checksum;
    }
}
