using System.Globalization;

namespace SmartKart.Topologies.Archive;

/// <summary>How topics are archived: the section <c>Archive</c> of the configuration.</summary>
public sealed record ArchiveOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Archive";

    /// <summary>The history's folder; the data directory's <c>warehouse</c> unless set.</summary>
    public string? Root { get; init; }

    /// <summary>A topic is archived as soon as so many records wait, 1 or more. It is also the most that one run takes, up to a batch of 4,096, and two runs
    /// are held in memory. Unless set, 118,000: with the batch it is a row group of Parquet's, whole and alone in its file.</summary>
    public int RollRecords { get; init; } = 118_000;

    /// <summary>And as soon as the first of them has waited so long, 0 or more; 60 s unless set.</summary>
    public TimeSpan RollAfter { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A run ends also behind so many bytes of records, 1 MiB or more; 256 MiB unless set.</summary>
    public long RollBytes { get; init; } = 256L << 20;

    /// <summary>So many small files of one day are merged into one, 2 or more; 8 unless set.</summary>
    public int MergeFiles { get; init; } = 8;

    /// <summary>Who the dead letters are from, and the group in whose name it says how far it is; <c>smartkart-archive</c> unless set.</summary>
    public string ApplicationId { get; init; } = "smartkart-archive";

    /// <summary>These, if they are within their ranges.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One isn't; it is named by its key.</exception>
    public ArchiveOptions Checked()
    {
        Require(RollRecords >= 1, nameof(RollRecords), RollRecords, "1 or more");
        Require(RollAfter >= TimeSpan.Zero, nameof(RollAfter), RollAfter, "0 or more");
        Require(RollBytes >= 1 << 20, nameof(RollBytes), RollBytes, "1048576 or more");
        Require(MergeFiles >= 2, nameof(MergeFiles), MergeFiles, "2 or more");
        return this;
    }

    private static void Require(bool isInRange, string name, object value, string range)
    {
        if (!isInRange) throw new ArgumentOutOfRangeException(name, string.Create(CultureInfo.InvariantCulture, $"{Section}:{name} is {value}. It is {range}."));
    }
}
