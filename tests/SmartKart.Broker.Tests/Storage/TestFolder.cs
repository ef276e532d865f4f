namespace SmartKart.Broker.Tests.Storage;

/// <summary>A folder of one test's own, removed with it.</summary>
internal sealed class TestFolder : IDisposable
{
    private int _copies;

    public string Path { get; } = Directory.CreateTempSubdirectory("smartkart-log-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>What a crash at this moment would leave: the files as they are, copied while their owner goes on.</summary>
    public string Crash(string folder)
    {
        var copy = this[$"crash-{_copies++}"];
        Directory.CreateDirectory(copy);
        // The checkpoint first: it may be older than the files, as after a crash, but not newer.
        foreach (var file in Directory.GetFiles(folder).OrderBy(file => System.IO.Path.GetFileName(file) == "checkpoint" ? 0 : 1))
            File.Copy(file, System.IO.Path.Combine(copy, System.IO.Path.GetFileName(file)));
        return copy;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
