using Microsoft.Win32.SafeHandles;

namespace SmartKart.Broker.Storage;

/// <summary>A segment's three files, while they are open.</summary>
internal sealed class SegmentHandles : IDisposable
{
    /// <param name="directory">The partition's.</param>
    /// <param name="baseOffset">The segment's.</param>
    /// <param name="suffix">Behind the names; <see cref="SegmentFiles.Cleaned"/> while a compacted file is not yet in its place.</param>
    /// <param name="mode">Of the log; indexes are made where they are missing.</param>
    public SegmentHandles(string directory, long baseOffset, string suffix, FileMode mode)
    {
        Log = File.OpenHandle(SegmentFiles.PathOf(directory, baseOffset, SegmentFiles.Log + suffix), mode, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        OffsetIndex? offsets = null;
        try
        {
            offsets = new OffsetIndex(SegmentFiles.PathOf(directory, baseOffset, SegmentFiles.Index + suffix), baseOffset);
            Times = new TimeIndex(SegmentFiles.PathOf(directory, baseOffset, SegmentFiles.TimeIndex + suffix), baseOffset);
            Offsets = offsets;
        }
        catch
        {
            offsets?.Dispose();
            Log.Dispose();
            throw;
        }
    }

    public SafeFileHandle Log { get; }
    public OffsetIndex Offsets { get; }
    public TimeIndex Times { get; }

    /// <summary>Writes the indexes' tails to their files, and to the disk where <paramref name="sync"/> is given.</summary>
    public void SaveIndexes(Action<SafeFileHandle>? sync)
    {
        Offsets.Save(sync);
        Times.Save(sync);
    }

    public void Dispose()
    {
        Log.Dispose();
        Offsets.Dispose();
        Times.Dispose();
    }
}
