using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SmartKart.Pipelines.Runs.Journals;

/// <summary>
/// What happened in a run, a line of JSON each, in <c>journal.jsonl</c>: from it the run is shown, and resumed. Only added to, each line at once; a torn last
/// line, of a machine that went off, is passed over. Safe to call from several threads.
/// </summary>
internal sealed class RunJournal : IDisposable
{
    private const string FileName = "journal.jsonl";
    private const string LockName = "lock";

    private static readonly JsonSerializerOptions Layout = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private readonly FileStream _lock;
    private readonly FileStream _file;
    private readonly Lock _writing = new();     // guards the file

    private RunJournal(FileStream held, FileStream file) => (_lock, _file) = (held, file);

    /// <summary>Opens a run's journal to add to it; nobody else can, until it is disposed.</summary>
    /// <exception cref="RunException">Another process runs it.</exception>
    public static RunJournal Open(string folder)
    {
        FileStream held;
        try
        {
            held = new FileStream(Path.Combine(folder, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException fault)
        {
            throw new RunException($"The run {Path.GetFileName(folder)} is being run by another process. Wait for its end, or stop that one.", fault);
        }
        var file = new FileStream(Path.Combine(folder, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        CutTornLine(file);
        return new RunJournal(held, file);
    }

    public void Add(JournalLine line)
    {
        var bytes = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(line, Layout) + "\n");
        lock (_writing)
        {
            _file.Write(bytes);
            _file.Flush();
        }
    }

    /// <summary>A run's lines; empty where it has no journal.</summary>
    public static IReadOnlyList<JournalLine> Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) return [];
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        var text = reader.ReadToEnd();
        var whole = text[..(text.LastIndexOf('\n') + 1)];
        return [.. whole.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<JournalLine>(line, Layout))
            .OfType<JournalLine>()];
    }

    /// <summary>Whether a process has a run open.</summary>
    public static bool IsHeld(string folder)
    {
        var path = Path.Combine(folder, LockName);
        if (!File.Exists(path)) return false;
        try
        {
            using var held = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    public void Dispose()
    {
        _file.Dispose();
        _lock.Dispose();
    }

    private static void CutTornLine(FileStream file)
    {
        var at = file.Length;
        while (at > 0)
        {
            file.Position = at - 1;
            if (file.ReadByte() == '\n') break;
            at--;
        }
        file.SetLength(at);
        file.Position = at;
    }
}
