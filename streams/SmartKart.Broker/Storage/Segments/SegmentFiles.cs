using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace SmartKart.Broker.Storage;

/// <summary>
/// Names in a partition's folder: a segment's first offset in 20 digits, so that names sort as offsets do. A compacted log and its
/// indexes are written as <c>.cleaned</c>, which a crash leaves to be deleted, then renamed to <c>first-end.swap</c>, which a crash leaves
/// to be put in the place of all segments that begin within [first, end).
/// </summary>
internal static class SegmentFiles
{
    public const string Log = ".log", Index = ".index", TimeIndex = ".timeindex", Cleaned = ".cleaned", Swap = ".swap";

    public static string Name(long offset) => offset.ToString("d20", CultureInfo.InvariantCulture);

    public static string PathOf(string directory, long baseOffset, string extension) => Path.Combine(directory, Name(baseOffset) + extension);

    public static string SwapPath(string directory, long first, long end) => Path.Combine(directory, $"{Name(first)}-{Name(end)}{Swap}");

    /// <summary>First offsets of the segments that have a log file, in order.</summary>
    public static long[] BaseOffsets(string directory) =>
        [.. Directory.EnumerateFiles(directory, "*" + Log).Select(BaseOffsetOf).OfType<long>().Order()];

    public static bool TryParseSwap(string path, out long first, out long end)
    {
        end = 0;
        var parts = Path.GetFileNameWithoutExtension(path).Split('-');
        return TryParse(parts[0], out first) && parts.Length == 2 && TryParse(parts[1], out end);
    }

    public static long? BaseOffsetOf(string path) => TryParse(Path.GetFileNameWithoutExtension(path), out var offset) ? offset : null;

    /// <summary>Removes a segment's files, the log first: indexes without a log are recognised as left-overs, a log without is not.</summary>
    public static void Delete(string directory, long baseOffset)
    {
        File.Delete(PathOf(directory, baseOffset, Log));
        DeleteIndexes(directory, baseOffset);
    }

    public static void DeleteIndexes(string directory, long baseOffset)
    {
        File.Delete(PathOf(directory, baseOffset, Index));
        File.Delete(PathOf(directory, baseOffset, TimeIndex));
    }

    /// <summary>Removes a compacted file that will not take its place, and its indexes.</summary>
    public static void DeleteCleaned(string directory, long baseOffset)
    {
        if (!Directory.Exists(directory)) return;      // the partition was deleted meanwhile
        foreach (var extension in (ReadOnlySpan<string>)[Log, Index, TimeIndex]) File.Delete(PathOf(directory, baseOffset, extension + Cleaned));
    }

    private static bool TryParse([NotNullWhen(true)] string? name, out long offset)
    {
        offset = 0;
        return name is { Length: 20 } && long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out offset);
    }
}
