namespace SmartKart.FeatureStore.Events.Archive;

/// <summary>
/// Which files are a topic's history at this moment: each row in exactly one of them. A glob finds no row twice, either, but where the archive works it finds
/// files of a run that does not count yet. Archives of before merged files were exchanged may hold some beside what they were merged into: those are left out.
/// </summary>
public static class HistoryListing
{
    /// <summary>The folder below a topic's that says which runs count.</summary>
    public const string RunsFolder = "_runs";

    /// <summary>A topic's files, in order of their paths; none where it has no history.</summary>
    /// <param name="root">The history's folder.</param>
    /// <param name="topic">The topic.</param>
    public static IReadOnlyList<string> Of(string root, string topic)
    {
        var folder = HistoryFiles.Folder(root, topic);
        if (!Directory.Exists(folder)) return [];
        // First the files: what counts by then is the more, and a file that came since is the next listing's.
        var files = Directory.GetFiles(folder, "*.parquet", SearchOption.AllDirectories);
        var end = CommittedEnd(folder);
        return
        [
            .. files.GroupBy(Path.GetDirectoryName, StringComparer.Ordinal).SelectMany(day => Standing([.. day], end)).Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>Of files in one folder those that others stand for, each with the one that does.</summary>
    /// <param name="files">Their paths.</param>
    public static IEnumerable<(string File, string By)> Superseded(IReadOnlyList<string> files)
    {
        (RunName Name, string Path)? last = null;
        foreach (var file in Named(files).Order())
        {
            if (last is { } other && other.Name.Covers(file.Name)) yield return (file.Path, other.Path);
            else last = file;
        }
    }

    private static IEnumerable<string> Standing(IReadOnlyList<string> files, long? end)
    {
        var gone = Superseded(files).Select(each => each.File).ToHashSet(StringComparer.Ordinal);
        if (end is { } committed) gone.UnionWith(Named(files).Where(file => file.Name.From >= committed).Select(file => file.Path));
        return files.Where(file => !gone.Contains(file));
    }

    private static IEnumerable<(RunName Name, string Path)> Named(IReadOnlyList<string> files)
    {
        foreach (var file in files)
        {
            if (RunName.TryParse(Path.GetFileNameWithoutExtension(file), out var name)) yield return (name, file);
        }
    }

    // Null where nothing says which runs count: then all do.
    private static long? CommittedEnd(string folder)
    {
        var runs = Path.Combine(folder, RunsFolder);
        if (!Directory.Exists(runs)) return null;
        var end = 0L;
        foreach (var file in Directory.EnumerateFiles(runs))
        {
            if (RunName.TryParse(Path.GetFileName(file), out var name)) end = Math.Max(end, name.To);
        }
        return end;
    }
}
