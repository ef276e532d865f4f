using SmartKart.Broker.Storage;

namespace SmartKart.Broker.Tests.Storage;

public sealed class FullDiskTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_full_disk_refuses_the_append_leaves_the_log_as_it_was_and_takes_appends_when_space_returns()
    {
        using var disk = SmallDisk.Mount(_folder["disk"], kilobytes: 1_024);
        using var log = PartitionLog.Open(Path.Combine(disk.Path, "t-0"), new LogSettings { SegmentBytes = 200_000, IndexIntervalBytes = 0 }, new LogEnvironment());
        var ballast = Path.Combine(disk.Path, "ballast");
        File.WriteAllBytes(ballast, new byte[300_000]);
        var appended = 0;
        var refusal = Should.Throw<LogWriteException>(() =>
        {
            for (; appended < 100_000; appended++) log.Append(TestBatches.Of(1, valueBytes: 3_000)).BaseOffset.ShouldBe(appended);
        });
        refusal.IsDiskFull.ShouldBeTrue();
        refusal.Message.ShouldContain("no space is left");
        log.LogEndOffset.ShouldBe(appended);
        Should.Throw<LogWriteException>(() => log.Append(TestBatches.Of(1, valueBytes: 100_000)));
        log.ReadBatches(0).Count.ShouldBe(appended);

        File.Delete(ballast);
        for (var more = 0; more < 20; more++) log.Append(TestBatches.Of(1, valueBytes: 3_000)).BaseOffset.ShouldBe(appended + more);
        log.ReadBatches(0).Count.ShouldBe(appended + 20);
        using var reopened = PartitionLog.Open(_folder.Crash(log.DirectoryPath), LogSettings.Default, new LogEnvironment());
        (reopened.LogEndOffset, reopened.Recovered.CutBytes).ShouldBe((appended + 20, 0));
    }
}
