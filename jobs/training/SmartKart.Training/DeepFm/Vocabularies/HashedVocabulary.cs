using System.Text;

namespace SmartKart.Training.DeepFm.Vocabularies;

/// <summary>
/// Values share a number of buckets by their hash (Weinberger et al., "Feature hashing for large scale multitask learning", ICML 2009): FNV-1a of 64 bits
/// over UTF-8 (Fowler, Noll and Vo), then its halves folded, so that a number of buckets that is a power of two is served by all bits. The same in every
/// process and version. Null is the empty text.
/// </summary>
public sealed class HashedVocabulary : FieldVocabulary
{
    private const ulong OffsetBasis = 14695981039346656037, Prime = 1099511628211;      // FNV's own, for 64 bits
    private const int StackBytes = 256;

    /// <param name="field">Its name, which is hashed with the values: one value in two fields falls into two buckets.</param>
    /// <param name="buckets">At least 1.</param>
    public HashedVocabulary(string field, int buckets) : base(field)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(buckets, 1);
        Size = buckets;
    }

    /// <inheritdoc />
    public override int Size { get; }

    /// <inheritdoc />
    public override int IdOf(string? value)
    {
        var hash = Append(Append(OffsetBasis, Field) * Prime, value);       // a zero byte between the two
        hash ^= hash >> 32;
        return (int)(hash % (uint)Size);
    }

    private static ulong Append(ulong hash, string? text)
    {
        var bytesMax = Encoding.UTF8.GetMaxByteCount(text?.Length ?? 0);
        Span<byte> bytes = bytesMax <= StackBytes ? stackalloc byte[StackBytes] : new byte[bytesMax];
        foreach (var value in bytes[..Encoding.UTF8.GetBytes(text, bytes)]) hash = (hash ^ value) * Prime;
        return hash;
    }
}
