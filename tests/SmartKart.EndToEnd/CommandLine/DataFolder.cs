using System.Text.Json;

namespace SmartKart.EndToEnd.CommandLine;

/// <summary>A data directory of a test's own, and the commands over it. A test without librdkafka is skipped by name.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly DirectoryInfo _folder;

    public DataFolder()
    {
        var library = Repository.PathOf("deploy", "local", "native", "librdkafka");
        if (!Directory.Exists(library)) Assert.Skip($"{library} is not built: run ./smartkart, which builds it.");
        _folder = Directory.CreateTempSubdirectory("smartkart-data-");
    }

    public string Path => System.IO.Path.Combine(_folder.FullName, "data");

    public string Endpoints => System.IO.Path.Combine(Path, "broker", "endpoints.json");

    public string NewFile(string name, string text)
    {
        var file = System.IO.Path.Combine(_folder.FullName, name);
        File.WriteAllText(file, text);
        return file;
    }

    /// <summary>Starts the platform over it at ports that are free, without topologies unless some are asked for.</summary>
    public RunningSmartKart Up(params string[] more) => RunningSmartKart.Start(
        ["up", "--port", "0", "--registry-port", "0", "--metrics-port", "0", "--json", "--data-directory", Path, .. more.Contains("--topology") ? more : [.. more, "--topology", "none"]]);

    public Task<ProcessRun> RunAsync(params string[] arguments) => ProcessRun.SmartKartAsync([.. arguments, "--data-directory", Path]);

    /// <summary>Runs a command that must succeed and print a document.</summary>
    public async Task<JsonElement> DocumentAsync(params string[] arguments)
    {
        var run = await RunAsync([.. arguments, "--json"]);
        run.Status.ShouldBe(0, run.Errors);
        using var document = JsonDocument.Parse(run.Output);
        return document.RootElement.Clone();
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
