using SmartKart.Broker.Storage;

namespace SmartKart.Broker.Tests.Storage;

/// <summary>Random lives of a log, held against the simplest log there is. A failing seed is in the test's name.</summary>
public sealed class LogPropertyTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 32)];

    public void Dispose() => _folder.Dispose();

    [Theory, MemberData(nameof(Seeds))]
    public void A_log_is_a_list_of_batches_whatever_happens_to_it(int seed)
    {
        var random = new Random(seed);
        var settings = new LogSettings { SegmentBytes = random.Next(200, 3_000), IndexIntervalBytes = random.Next(400), SegmentAge = TimeSpan.FromHours(1) };
        var folder = _folder["t-0"];
        var log = Open(folder, settings);
        var oracle = new InMemoryLog();
        try
        {
            for (var step = 0; step < 150; step++)
            {
                switch (random.Next(20))
                {
                    case 0:                                    // a clean stop
                        log.Dispose();
                        log = Open(folder, settings);
                        log.Recovered.ScannedBytes.ShouldBe(0);
                        break;
                    case 1:                                    // kill, and go on from what it left
                        var crash = _folder.Crash(folder);
                        log.Dispose();
                        log = Open(folder = crash, settings);
                        break;
                    case 2:
                        log.SaveCheckpoint();
                        break;
                    case 3 when log.LogEndOffset > log.LogStartOffset:
                        var cut = random.NextInt64(log.LogStartOffset, log.LogEndOffset + 1);
                        log.TruncateTo(cut);
                        oracle.TruncateTo(cut);
                        log.LogEndOffset.ShouldBeLessThanOrEqualTo(cut);
                        oracle.GoOnFrom(log.LogEndOffset);
                        break;
                    case 4:
                        var start = random.NextInt64(log.LogStartOffset, log.LogEndOffset + 1);
                        log.DeleteRecordsBefore(start);
                        oracle.DeleteBefore(start);
                        break;
                    case 5:
                        log.Roll();
                        break;
                    default:
                        var batch = random.Next(5) == 0 ? TestBatches.Compressed(random.Next(1, 5)) : TestBatches.Of(random.Next(1, 5), random.Next(100), random.Next(10_000));
                        oracle.Append(batch);
                        log.Append(batch).Fault.ShouldBe(AppendFault.None);
                        break;
                }
                Compare(log, oracle, random);
            }
        }
        finally
        {
            log.Dispose();
        }
    }

    private static void Compare(PartitionLog log, InMemoryLog oracle, Random random)
    {
        (log.LogStartOffset, log.LogEndOffset).ShouldBe((oracle.Start, oracle.End));
        var offset = random.NextInt64(oracle.Start, oracle.End + 1);
        log.ReadBatches(offset, random.Next(1, 2_000)).ShouldBe(oracle.From(offset), new BytesEqual());
    }

    private static PartitionLog Open(string folder, LogSettings settings) => PartitionLog.Open(folder, settings, new LogEnvironment());

    private sealed class BytesEqual : IEqualityComparer<byte[]>
    {
        public bool Equals(byte[]? left, byte[]? right) => left.AsSpan().SequenceEqual(right);

        public int GetHashCode(byte[] bytes) => bytes.Length;
    }
}
