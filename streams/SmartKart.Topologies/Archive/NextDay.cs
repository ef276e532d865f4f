using SmartKart.FeatureStore.Events.Archive;
using SmartKart.Topologies.Native.Libc;

namespace SmartKart.Topologies.Archive;

/// <summary>
/// A day's folder as it will be when files of it are merged, made beside the history: <c>&lt;root&gt;/merging/&lt;topic&gt;/date=2026-01-05</c>, the other files
/// linked into it. The two folders are then exchanged in one step of the file system. So whoever lists the day, also by a glob that knows nothing of this, finds
/// either what was merged or what it was merged from, and a crash leaves one of the two there. Who listed it before that and opens a file after it
/// is told that there is no such file; readers of ours hold the topic (<see cref="HistoryHold"/>), and are waited for.
/// </summary>
/// <param name="root">The history's folder.</param>
/// <param name="topic">The topic, locked by the caller.</param>
internal sealed class NextDay(string root, string topic)
{
    private readonly string _merging = Path.Combine(root, "merging", topic);

    /// <summary>Whether files could be merged now: nobody reads the topic, and the file system can exchange folders.</summary>
    public bool IsPossible()
    {
        using var alone = HistoryHold.TryAlone(root, topic);
        return alone is not null && CanExchange();
    }

    /// <summary>Makes the folder.</summary>
    /// <param name="day">The day's folder.</param>
    /// <returns>Where what is merged is to be written.</returns>
    public string Begin(string day) => Directory.CreateDirectory(PathOf(day)).FullName;

    /// <summary>Puts it in the day's place, unless someone reads the topic meanwhile. What was the day's stays beside the history until the next
    /// <see cref="Clear"/>: who began to list it comes to the end of its list.</summary>
    /// <param name="day">The day's folder.</param>
    /// <param name="written">What was merged, in the new folder.</param>
    /// <param name="merged">What it stands for, in the day's.</param>
    public void End(string day, string written, IReadOnlyCollection<string> merged)
    {
        FlushToDisk(written);
        using var alone = HistoryHold.TryAlone(root, topic);
        if (alone is null) return;
        foreach (var file in Directory.GetFiles(day).Except(merged)) FolderEntries.Link(file, Path.Combine(PathOf(day), Path.GetFileName(file)));
        FolderEntries.TryExchange(PathOf(day), day);
    }

    /// <summary>Removes what merges left behind, whenever they were cut off. What others meanwhile put into a folder that was a day's is in the day's again.</summary>
    public void Clear()
    {
        if (!Directory.Exists(_merging)) return;
        foreach (var left in Directory.GetDirectories(_merging))
        {
            foreach (var file in Directory.GetFiles(left).Where(file => !IsOurs(file)))
            {
                var there = Path.Combine(HistoryFiles.Folder(root, topic), Path.GetFileName(left), Path.GetFileName(file));
                if (!File.Exists(there)) File.Move(file, there);
            }
            Directory.Delete(left, recursive: true);
        }
    }

    private string PathOf(string day) => Path.Combine(_merging, Path.GetFileName(day));

    private bool CanExchange()
    {
        var (one, other) = (Path.Combine(_merging, "one"), Path.Combine(_merging, "other"));
        Directory.CreateDirectory(one);
        Directory.CreateDirectory(other);
        var can = FolderEntries.TryExchange(one, other);
        Directory.Delete(one);
        Directory.Delete(other);
        return can;
    }

    // A file begun and not whole included.
    private static bool IsOurs(string file) => Path.GetFileName(file) is var name && name.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot
        && RunName.TryParse(name[..dot], out _);

    private static void FlushToDisk(string file)
    {
        using var handle = File.OpenHandle(file, access: FileAccess.ReadWrite);
        RandomAccess.FlushToDisk(handle);
    }
}
