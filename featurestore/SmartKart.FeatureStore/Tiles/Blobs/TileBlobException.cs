using System.Globalization;

namespace SmartKart.FeatureStore.Tiles.Blobs;

/// <summary>A blob that can't be read: damaged, of a later format, or of another plan. The state it was read into is left empty.</summary>
public sealed class TileBlobException : FeatureStoreException
{
    private TileBlobException(string message, bool isOtherPlan) : base(message) => IsOtherPlan = isOtherPlan;

    /// <summary>Whether the blob is sound but was written for another definition of the view: read it with that, or build it anew.</summary>
    public bool IsOtherPlan { get; }

    internal static TileBlobException Corrupt(string what, int position) => new(
        $"A tile blob is corrupt: {what}, after {position} bytes. Drop it and build it anew from the view's store or history.", isOtherPlan: false);

    internal static TileBlobException UnknownVersion(int version) => new(
        $"A tile blob has format version {version}; this program reads {BlobHeader.Version}. " +
        "Read it with the program that wrote it, or build it anew.", isOtherPlan: false);

    internal static TileBlobException OtherPlan(ulong found, ulong expected) => new(string.Create(CultureInfo.InvariantCulture,
        $"A tile blob was written for the definition {found:x16} and is read with {expected:x16}. " +
        $"Read it with the view's version that wrote it, or build it anew."), isOtherPlan: true);

    internal static TileBlobException Torn(long expected, long found) => new(
        $"A head goes with the closed blob of sequence {expected}, and was read with that of {found}. " +
        "Read both at once; if they still differ, build the key anew.", isOtherPlan: false);
}
