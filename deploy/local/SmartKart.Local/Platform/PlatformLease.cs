using System.Text.Json;

namespace SmartKart.Local.Platform;

/// <summary>
/// That one process runs the platform over a data directory, and no second one: <c>up.lock</c> there is locked while it lives, however it ends, and
/// <c>up.json</c> says where its parts answer. A crash leaves that file behind, and so tells the next that there was one.
/// </summary>
internal sealed class PlatformLease : IDisposable
{
    private const string LockName = "up.lock", FileName = "up.json";
    private static readonly JsonSerializerOptions Layout = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly FileStream _lock;
    private readonly string _file;

    private PlatformLease(FileStream taken, string file) => (_lock, _file, Crashed) = (taken, file, Read(file));

    /// <summary>What the run before left, where it did not end well.</summary>
    public PlatformEndpoints? Crashed { get; }

    /// <summary>Takes the data directory, and makes it where it isn't there.</summary>
    /// <exception cref="CommandException">Another process has it, or it can't be written.</exception>
    public static PlatformLease Take(string dataDirectory)
    {
        var file = Path.Combine(dataDirectory, FileName);
        try
        {
            Directory.CreateDirectory(dataDirectory);
            return new PlatformLease(new FileStream(Path.Combine(dataDirectory, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None), file);
        }
        catch (UnauthorizedAccessException fault)
        {
            throw new CommandException($"{dataDirectory} cannot be used: {fault.Message} --data-directory names another.", fault);
        }
        catch (IOException fault)
        {
            throw new CommandException($"{Holder(dataDirectory, file, fault)} --data-directory names another.", fault);
        }
    }

    /// <summary>Says where the parts answer.</summary>
    public void Announce(PlatformEndpoints endpoints)
    {
        var draft = _file + ".new";
        File.WriteAllText(draft, JsonSerializer.Serialize(endpoints, Layout));
        File.Move(draft, _file, overwrite: true);
    }

    /// <summary>The parts have stopped, and another may take the directory.</summary>
    public void Dispose()
    {
        File.Delete(_file);
        _lock.Dispose();
    }

    private static string Holder(string dataDirectory, string file, IOException fault) => Read(file) is { } running
        ? $"{dataDirectory} is in use by process {running.ProcessId}, 'smartkart up'. It listens at {running.BootstrapServers}, its registry at {running.SchemaRegistry}, "
            + $"Redis at {running.Redis}, metrics at {running.Metrics}. Use those, or stop it with Ctrl-C."
        : $"{dataDirectory} cannot be locked ({fault.Message}): another 'smartkart up' starts or stops there.";

    private static PlatformEndpoints? Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<PlatformEndpoints>(File.ReadAllText(file), Layout);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (JsonException fault)
        {
            throw new CommandException($"{file} is not what 'smartkart up' writes there: {fault.Message} Delete it.", fault);
        }
    }
}
