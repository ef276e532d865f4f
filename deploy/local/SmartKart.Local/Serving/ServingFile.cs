using System.Text.Json;
using SmartKart.Local.Clusters;

namespace SmartKart.Local.Serving;

/// <summary>Where the API answers over a data directory, and what it takes the time to be.</summary>
/// <param name="ProcessId">The process that runs it.</param>
/// <param name="Address">Its address.</param>
/// <param name="Shift">How far its clock is from the machine's: that of a history which has its own.</param>
internal sealed record ServingEndpoints(int ProcessId, Uri Address, TimeSpan Shift);

/// <summary>
/// <c>serving.json</c> in the data directory, by which other commands find the API that was started last, and what it takes the time to be. Who wrote it
/// removes it; what a crash left is known by its process, which is gone.
/// </summary>
internal sealed class ServingFile : IDisposable
{
    private const string Name = "serving.json";
    private static readonly JsonSerializerOptions Layout = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly string _dataDirectory;
    private readonly ServingEndpoints _written;

    private ServingFile(string dataDirectory, ServingEndpoints written) => (_dataDirectory, _written) = (dataDirectory, written);

    /// <summary>Says where the API answers, until it is disposed of. No reader meets half of it.</summary>
    /// <param name="dataDirectory">Over which it runs.</param>
    /// <param name="address">Where.</param>
    /// <param name="clock">What tells it the time.</param>
    public static ServingFile Write(string dataDirectory, Uri address, TimeProvider clock)
    {
        var written = new ServingEndpoints(Environment.ProcessId, address, clock is ShiftedClock shifted ? shifted.Shift : TimeSpan.Zero);
        Directory.CreateDirectory(dataDirectory);
        var file = Path.Combine(dataDirectory, Name);
        var draft = file + ".new";
        File.WriteAllText(draft, JsonSerializer.Serialize(written, Layout));
        File.Move(draft, file, overwrite: true);
        return new ServingFile(dataDirectory, written);
    }

    /// <returns>Null where none runs over the data directory.</returns>
    /// <exception cref="CommandException">The file is there and says nothing.</exception>
    public static ServingEndpoints? Read(string dataDirectory)
    {
        var file = Path.Combine(dataDirectory, Name);
        try
        {
            var found = JsonSerializer.Deserialize<ServingEndpoints>(File.ReadAllText(file), Layout);
            return found is not null && EndpointsFile.IsRunning(found.ProcessId) ? found : null;
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (JsonException fault)
        {
            throw new CommandException($"{file} is not what 'smartkart serve' writes there: {fault.Message} Delete it.", fault);
        }
    }

    /// <summary>Removes it, unless another has written its own since.</summary>
    public void Dispose()
    {
        if (Read(_dataDirectory) == _written) File.Delete(Path.Combine(_dataDirectory, Name));
    }
}
