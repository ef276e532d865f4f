using System.Diagnostics;
using System.Text.Json;

namespace SmartKart.Local.Clusters;

/// <summary>Where a running broker and its registry answer.</summary>
/// <param name="ProcessId">The process that runs them.</param>
/// <param name="BootstrapServers"><c>host:port</c> of the broker.</param>
/// <param name="SchemaRegistry">The registry's address.</param>
internal sealed record Endpoints(int ProcessId, string BootstrapServers, Uri SchemaRegistry);

/// <summary>
/// <c>endpoints.json</c> in the broker's folder, by which other commands over the same data directory find the broker that runs there.
/// Only who holds the folder's lock writes it, and removes it before giving the lock back. A crash leaves it behind, so its process is
/// looked for, and the next owner replaces it.
/// </summary>
internal static class EndpointsFile
{
    public const string Name = "endpoints.json";
    private static readonly JsonSerializerOptions Layout = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Writes it so that no reader meets half of it.</summary>
    public static void Write(string folder, Endpoints endpoints)
    {
        var file = Path.Combine(folder, Name);
        var draft = file + ".new";
        File.WriteAllText(draft, JsonSerializer.Serialize(endpoints, Layout));
        File.Move(draft, file, overwrite: true);
    }

    public static void Remove(string folder) => File.Delete(Path.Combine(folder, Name));

    /// <returns>Null where there is no file, or its process has ended without removing it.</returns>
    /// <exception cref="CommandException">The file is there and says nothing.</exception>
    public static Endpoints? Read(string folder)
    {
        var file = Path.Combine(folder, Name);
        try
        {
            return JsonSerializer.Deserialize<Endpoints>(File.ReadAllText(file), Layout) is { } endpoints && IsRunning(endpoints.ProcessId) ? endpoints : null;
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (JsonException fault)
        {
            throw new CommandException($"{file} is not what a running broker writes there: {fault.Message} Delete it.", fault);
        }
    }

    /// <summary>Whether there is a process of that number.</summary>
    public static bool IsRunning(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false; // so .NET says that there is no such process
        }
    }
}
