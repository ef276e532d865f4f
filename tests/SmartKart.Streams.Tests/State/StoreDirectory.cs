namespace SmartKart.Streams.Tests.State;

/// <summary>A task's folder for one test, deleted with it.</summary>
internal sealed class StoreDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("smartkart-store-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
