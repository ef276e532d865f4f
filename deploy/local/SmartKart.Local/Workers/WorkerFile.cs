using System.Globalization;
using System.Text.Json;
using SmartKart.Local.Clusters;

namespace SmartKart.Local.Workers;

/// <summary>A process over the data directory that others may look into.</summary>
/// <param name="ProcessId">Its number.</param>
/// <param name="Command">What it was started as, such as <c>up</c>.</param>
/// <param name="Metrics">Where its metrics and health are served.</param>
internal sealed record WorkerEndpoints(int ProcessId, string Command, Uri Metrics);

/// <summary>
/// <c>workers/process.json</c> in the data directory, one of each worker: how <c>smartkart lag</c> finds those that run. A worker removes its own as it stops;
/// what a crash left is removed by whoever finds its process gone.
/// </summary>
internal static class WorkerFile
{
    private const string Folder = "workers";
    private static readonly JsonSerializerOptions Layout = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Writes one so that no reader meets half of it.</summary>
    public static void Write(string dataDirectory, WorkerEndpoints worker)
    {
        Directory.CreateDirectory(Path.Combine(dataDirectory, Folder));
        var file = PathOf(dataDirectory, worker.ProcessId);
        var draft = file + ".new";
        File.WriteAllText(draft, JsonSerializer.Serialize(worker, Layout));
        File.Move(draft, file, overwrite: true);
    }

    public static void Remove(string dataDirectory, int processId) => File.Delete(PathOf(dataDirectory, processId));

    /// <summary>Those that run, by their numbers.</summary>
    /// <exception cref="CommandException">A file says nothing.</exception>
    public static IReadOnlyList<WorkerEndpoints> ReadAll(string dataDirectory)
    {
        var folder = Path.Combine(dataDirectory, Folder);
        if (!Directory.Exists(folder)) return [];
        var workers = new List<WorkerEndpoints>();
        foreach (var file in Directory.EnumerateFiles(folder, "*.json"))
        {
            if (Read(file) is not { } worker) continue;
            if (EndpointsFile.IsRunning(worker.ProcessId)) workers.Add(worker);
            else File.Delete(file);
        }
        return [.. workers.OrderBy(worker => worker.ProcessId)];
    }

    private static WorkerEndpoints? Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<WorkerEndpoints>(File.ReadAllText(file), Layout);
        }
        catch (FileNotFoundException)
        {
            return null;        // it stopped this moment
        }
        catch (JsonException fault)
        {
            throw new CommandException($"{file} is not what a running worker writes there: {fault.Message} Delete it.", fault);
        }
    }

    private static string PathOf(string dataDirectory, int processId) =>
        Path.Combine(dataDirectory, Folder, string.Create(CultureInfo.InvariantCulture, $"{processId}.json"));
}
