using System.Globalization;
using System.Text;
using SmartKart.Broker.Native.Libc;

namespace SmartKart.Broker.Storage;

/// <summary>
/// What a partition knows of itself beyond its batches: a small text file, replaced as a whole. Where the last segment is
/// exactly as long as the checkpoint has it, nothing was appended since, so it is also the mark of a clean stop, and one that
/// cannot lie.
/// <code>
/// smartkart-log 1
/// log-start 120                                    first offset that can be read
/// durable 00000000000000001000 5678                segment, and its bytes, that fsync has seen
/// cleaned 1000                                     compaction has been here
/// sparse 1000                                      below, offsets may be missing between segments
/// crc 1a2b3c4d                                     CRC-32C of the lines above
/// </code>
/// </summary>
internal readonly record struct Checkpoint(long LogStart, DurablePoint Durable, long Cleaned, long Sparse)
{
    public const string FileName = "checkpoint";

    public static string PathOf(string directory) => Path.Combine(directory, FileName);

    /// <summary>Replaces the file; durable on return.</summary>
    public void Write(string directory)
    {
        var body = string.Create(CultureInfo.InvariantCulture,
            $"smartkart-log 1\nlog-start {LogStart}\ndurable {SegmentFiles.Name(Durable.Segment)} {Durable.Bytes}\ncleaned {Cleaned}\nsparse {Sparse}\n");
        var path = PathOf(directory);
        var draft = path + ".tmp";
        using (var file = new FileStream(draft, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0))
        {
            file.Write(Encoding.ASCII.GetBytes($"{body}crc {Crc32C.Of(Encoding.ASCII.GetBytes(body)):x8}\n"));
            file.Flush(flushToDisk: true);
        }
        File.Move(draft, path, overwrite: true);
        DirectoryEntries.Flush(directory);
    }

    /// <returns>Null where there is none.</returns>
    /// <exception cref="CorruptLogException">It is not what was written.</exception>
    public static Checkpoint? Read(string directory)
    {
        var path = PathOf(directory);
        if (!File.Exists(path)) return null;
        var text = Encoding.Latin1.GetString(File.ReadAllBytes(path));
        var end = text.LastIndexOf("crc ", StringComparison.Ordinal);
        if (end < 0 || text[end..] != $"crc {Crc32C.Of(Encoding.Latin1.GetBytes(text[..end])):x8}\n") throw Damaged(path);
        var words = text[..end].Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        if (words is not ["smartkart-log", "1", "log-start", var start, "durable", var segment, var bytes, "cleaned", var cleaned, "sparse", var sparse])
            throw Damaged(path);
        return new Checkpoint(Number(start), new DurablePoint(Number(segment), Number(bytes)), Number(cleaned), Number(sparse));
    }

    private static long Number(string text) => long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    private static CorruptLogException Damaged(string path) => new(path,
        "the checkpoint is damaged, or of another version. Restore it; or delete it: the whole log is then read and checked, and records that were deleted but share a file with later ones come back.");
}

/// <summary>How far a log is known to be durable.</summary>
/// <param name="Segment">First offset of the segment that it ends in.</param>
/// <param name="Bytes">Durable bytes of that segment; all before it are durable as a whole.</param>
internal readonly record struct DurablePoint(long Segment, long Bytes)
{
    public static DurablePoint EarlierOf(DurablePoint left, DurablePoint right) =>
        (left.Segment, left.Bytes).CompareTo((right.Segment, right.Bytes)) <= 0 ? left : right;
}
