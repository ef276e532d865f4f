using SmartKart.Broker.Compression;
using SmartKart.Broker.Storage;
using SmartKart.Broker.Tests.Compression;
using SmartKart.Schemas.Catalogue;

namespace SmartKart.Broker.Tests.Storage;

public sealed class CompressedBatchTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory, MemberData(nameof(NativeLibraries.Codecs), MemberType = typeof(NativeLibraries))]
    public void A_record_inside_a_compressed_batch_is_found_by_its_time(int codec)
    {
        using var log = Open(LogSettings.Default);
        log.Append(TestBatches.Of(2, timestampMs: 500));
        log.Append(Batch(codec, (1_000, "a"), (3_000, "b"), (2_000, "c")));
        log.FindTime(501).ShouldBe(new OffsetAtTime(2, 1_000));
        log.FindTime(1_001).ShouldBe(new OffsetAtTime(3, 3_000));
        log.FindTime(3_001).ShouldBeNull();
    }

    [Fact]
    public void A_batch_that_cannot_be_decompressed_is_found_as_a_whole()
    {
        using var log = Open(LogSettings.Default);
        log.Append(TestBatches.Compressed(3));
        log.FindTime(900).ShouldBe(new OffsetAtTime(0, 1_000));
    }

    [Theory, MemberData(nameof(NativeLibraries.Codecs), MemberType = typeof(NativeLibraries))]
    public void A_compacted_log_takes_no_record_without_a_key_however_it_is_compressed(int codec)
    {
        using var log = Open(new LogSettings { Cleanup = CleanupPolicy.Compact });
        log.Append(Batch(codec, (1_000, "a"), (1_000, null))).Fault.ShouldBe(AppendFault.InvalidRecord);
        log.Append(Batch(codec, (1_000, "a"), (1_000, "b"))).Fault.ShouldBe(AppendFault.None);
        log.LogEndOffset.ShouldBe(2);
    }

    [Fact]
    public void A_compacted_log_takes_no_batch_that_it_cannot_open()
    {
        NativeLibraries.SkipWithout(Codec.Zstd);
        using var log = Open(new LogSettings { Cleanup = CleanupPolicy.Compact });
        log.Append(TestBatches.Compressed(3)).Fault.ShouldBe(AppendFault.Corrupt);
        var bomb = TestBatches.Of([("k", new string('x', BatchRecords.MaxBytes))], header: new BatchHeader { Attributes = (short)Codec.Zstd });
        bomb.Length.ShouldBeLessThan(LogSettings.Default.MaxBatchBytes);
        log.Append(bomb).Fault.ShouldBe(AppendFault.TooLarge);
    }

    private PartitionLog Open(LogSettings settings) => PartitionLog.Open(_folder["t-0"], settings, new LogEnvironment());

    private static byte[] Batch(int codec, params (long TimestampMs, string? Key)[] records)
    {
        NativeLibraries.SkipWithout((Codec)codec);
        var writer = new RecordBatchWriter();
        writer.Begin(new BatchHeader { Attributes = (short)codec, BaseTimestamp = records[0].TimestampMs });
        foreach (var (timestamp, key) in records)
            writer.Append(timestamp, System.Text.Encoding.UTF8.GetBytes(key ?? ""), "value"u8, hasKey: key is not null);
        return writer.Finish().ToArray();
    }
}
