using SmartKart.Local.Workers;

namespace SmartKart.Local.Tests.Workers;

public sealed class WorkerFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smartkart-workers-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Workers_that_run_are_found_and_what_a_crash_left_is_removed()
    {
        var mine = new WorkerEndpoints(Environment.ProcessId, "up", new Uri("http://127.0.0.1:9464/"));
        WorkerFile.Write(_folder.FullName, mine);
        WorkerFile.Write(_folder.FullName, mine with { ProcessId = int.MaxValue });

        WorkerFile.ReadAll(_folder.FullName).ShouldBe([mine]);

        Directory.EnumerateFiles(Path.Combine(_folder.FullName, "workers")).ShouldHaveSingleItem();
        WorkerFile.Remove(_folder.FullName, mine.ProcessId);
        WorkerFile.ReadAll(_folder.FullName).ShouldBeEmpty();
    }
}
