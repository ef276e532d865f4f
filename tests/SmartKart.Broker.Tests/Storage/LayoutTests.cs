using System.Text;
using SmartKart.Broker.Storage;

namespace SmartKart.Broker.Tests.Storage;

/// <summary>What is on disk is a promise to the next version: it changes here first.</summary>
public sealed class LayoutTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_partitions_files_have_these_names_and_bytes()
    {
        var home = _folder["t-0"];
        var batch = TestBatches.Of([("k", "v")], timestampMs: 1_000);
        using (var log = PartitionLog.Open(home, new LogSettings { IndexIntervalBytes = 100 }, new LogEnvironment()))
        {
            log.Append(TestBatches.Of([("k", "v")], timestampMs: 1_000), leaderEpoch: 3);
            log.Append(TestBatches.Of([("k", "v")], timestampMs: 900));
            log.Append(TestBatches.Of([("k", "v")], timestampMs: 2_000));
        }
        Directory.GetFiles(home).Select(Path.GetFileName).Order().ShouldBe(
            ["00000000000000000000.index", "00000000000000000000.log", "00000000000000000000.timeindex", "checkpoint"]);
        RecordBatch.Assign(batch, 0, leaderEpoch: 3);
        var bytes = File.ReadAllBytes(Path.Combine(home, "00000000000000000000.log"));
        bytes[..70].ShouldBe(batch);
        bytes.Length.ShouldBe(210);
        // One batch in 100 bytes: the third, relative offset 2, at byte 140; newest timestamp 2000 (0x7d0), first had at offset 2.
        Hex("00000000000000000000.index").ShouldBe("00000002" + "0000008C");
        Hex("00000000000000000000.timeindex").ShouldBe("00000000000007D0" + "00000002");
        var text = "smartkart-log 1\nlog-start 0\ndurable 00000000000000000000 210\ncleaned 0\nsparse 0\n";
        File.ReadAllText(Path.Combine(home, "checkpoint")).ShouldBe($"{text}crc {Crc32C.Of(Encoding.ASCII.GetBytes(text)):x8}\n");

        string Hex(string file) => Convert.ToHexString(File.ReadAllBytes(Path.Combine(home, file)));
    }
}
