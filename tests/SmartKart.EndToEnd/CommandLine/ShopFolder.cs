using System.Diagnostics;

namespace SmartKart.EndToEnd.CommandLine;

/// <summary>A working directory of its own for commands: with no cluster named there, each starts the embedded broker over what the one before left.</summary>
internal sealed class ShopFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smartkart-shop-");

    public ShopFolder()
    {
        var library = Repository.PathOf("deploy", "local", "native", "librdkafka", "librdkafka.so.1");
        if (!File.Exists(library)) Assert.Skip($"{library} is not there: run ./smartkart, which builds it.");
    }

    public string Path => _folder.FullName;

    public string Write(string name, string text)
    {
        var path = System.IO.Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    public ProcessStartInfo Command(params string[] arguments)
    {
        var program = Repository.PathOf("deploy", "local", "SmartKart.Local", "bin", "Release", "net10.0", "SmartKart.Local.dll");
        var start = new ProcessStartInfo("dotnet", [program, .. arguments]) { WorkingDirectory = _folder.FullName };
        // Whoever runs the tests may have a cluster of theirs in mind.
        foreach (var variable in start.Environment.Keys.Where(key => key.StartsWith("SMARTKART__", StringComparison.Ordinal)).ToArray())
            start.Environment.Remove(variable);
        return start;
    }

    public Task<ProcessRun> RunAsync(params string[] arguments) => ProcessRun.RunAsync(Command(arguments));

    /// <summary>Runs a command that must succeed.</summary>
    public async Task<string> DoAsync(params string[] arguments)
    {
        var run = await RunAsync(arguments);
        run.Status.ShouldBe(0, $"{string.Join(' ', arguments)}: {run.Errors}");
        return run.Output;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
