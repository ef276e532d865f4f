using System.Text.Json;
using SmartKart.Broker.Native.Libc;
using SmartKart.Broker.Storage;

namespace SmartKart.Broker.Topics;

/// <summary>
/// What the data directory remembers of its topics, in <c>topics.json</c>: a file that a person can read, replaced as a whole, so
/// that topics made or deleted by one request are there or gone together.
/// </summary>
/// <param name="Version">Of this layout.</param>
/// <param name="ClusterId">Drawn once, when the directory is new.</param>
/// <param name="Topics">Every topic.</param>
internal sealed record TopicFile(int Version, string ClusterId, IReadOnlyList<TopicFile.Entry> Topics)
{
    public const string FileName = "topics.json";
    public const int CurrentVersion = 1;

    private static readonly JsonSerializerOptions Layout = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    /// <param name="Name">Its name.</param>
    /// <param name="Id">Its id.</param>
    /// <param name="Partitions">How many, 1 or more.</param>
    /// <param name="Settings">What was set for it.</param>
    internal sealed record Entry(string Name, Guid Id, int Partitions, IReadOnlyDictionary<string, string> Settings);

    /// <returns>Null where there is none.</returns>
    /// <exception cref="CorruptLogException">It is not what was written, or there are logs whose topics it should name.</exception>
    public static TopicFile? Read(string directory)
    {
        var path = Path.Combine(directory, FileName);
        if (!File.Exists(path))
        {
            var orphan = Directory.Exists(directory) ? Directory.EnumerateDirectories(directory).FirstOrDefault(folder => TopicPartition.TryParse(Path.GetFileName(folder), out _)) : null;
            return orphan is null ? null : throw new CorruptLogException(path, $"the file is missing, yet there are partitions such as {orphan}. Restore it, or move the partitions away to begin anew.");
        }
        try
        {
            using var stream = File.OpenRead(path);
            var file = JsonSerializer.Deserialize<TopicFile>(stream, Layout);
            if (file is { Version: CurrentVersion, ClusterId.Length: > 0, Topics: not null } && file.Topics.All(IsSound)) return file;
        }
        catch (JsonException fault)
        {
            throw Damaged(path, fault);
        }
        throw Damaged(path, cause: null);
    }

    /// <summary>Replaces the file; durable on return.</summary>
    /// <exception cref="IOException">The disk refused; the file is as it was.</exception>
    public void Write(string directory)
    {
        var path = Path.Combine(directory, FileName);
        var draft = path + ".tmp";
        using (var stream = new FileStream(draft, FileMode.Create, FileAccess.Write))
        {
            JsonSerializer.Serialize(stream, this, Layout);
            stream.Flush(flushToDisk: true);
        }
        File.Move(draft, path, overwrite: true);
        DirectoryEntries.Flush(directory);
    }

    private static bool IsSound(Entry entry) =>
        TopicPartition.IsTopicName(entry.Name) && entry.Partitions > 0 && entry.Settings is not null && TopicSettings.FaultIn(entry.Settings) is null;

    private static CorruptLogException Damaged(string path, Exception? cause) =>
        new(path, "the list of topics is damaged, or of another version. Restore it, or mend it by hand: it is JSON.", cause);
}
