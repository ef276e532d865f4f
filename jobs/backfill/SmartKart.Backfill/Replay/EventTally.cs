using System.Buffers.Binary;
using System.Security.Cryptography;

namespace SmartKart.Backfill.Replay;

/// <summary>
/// Counts a topic's events, and sums a hash of each one's key and Avro binary. Partitions are read in any order, so the digest is a sum,
/// modulo 2^128, of the first half of SHA-256: it does not depend on the order, and unlike an exclusive or it sees an event that came
/// twice. Hot path: per event.
/// </summary>
internal sealed class EventTally : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _events;
    private long _sizeBytes;
    private UInt128 _digest;

    /// <summary>What was counted so far.</summary>
    public TopicTotals Totals => new(_events, _sizeBytes, _digest);

    /// <summary>Counts one event.</summary>
    public void Add(ReadOnlySpan<byte> key, ReadOnlySpan<byte> avro)
    {
        Span<byte> bytes = stackalloc byte[SHA256.HashSizeInBytes];
        // Where the key ends is hashed too: else a byte could change sides unseen.
        BinaryPrimitives.WriteInt32LittleEndian(bytes, key.Length);
        _hash.AppendData(bytes[..sizeof(int)]);
        _hash.AppendData(key);
        _hash.AppendData(avro);
        _hash.GetHashAndReset(bytes);
        _digest += BinaryPrimitives.ReadUInt128LittleEndian(bytes);
        _sizeBytes += avro.Length;
        _events++;
    }

    public void Dispose() => _hash.Dispose();
}

/// <summary>What a topic holds of a history.</summary>
/// <param name="Events">Events.</param>
/// <param name="SizeBytes">Their Avro binary, without the wire format's 5 bytes each.</param>
/// <param name="Digest">A sum over keys and Avro binary that does not depend on their order; equal where the events are.</param>
public readonly record struct TopicTotals(long Events, long SizeBytes, UInt128 Digest);
