using SmartKart.Broker.Storage;

namespace SmartKart.Broker.Tests.Storage;

public sealed class DamageTests : IDisposable
{
    private static readonly TopicPartition Clicks = new("clickstream", 0), Others = new("order_placed", 0);
    private static readonly LogSettings Small = new() { SegmentBytes = 1_500, IndexIntervalBytes = 200 };

    private readonly TestFolder _folder = new();

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 15)];

    public void Dispose() => _folder.Dispose();

    /// <summary>After a clean stop, and after a crash: then more of the files is read before it is believed.</summary>
    [Theory, MemberData(nameof(Seeds))]
    public void Whatever_is_cut_or_overwritten_the_directory_opens_with_what_was_appended_or_names_a_file(int seed)
    {
        var random = new Random(seed);
        var appended = new HashSet<string>();
        var (clean, crashed) = (Fill(_folder["data"], random, appended), _folder["crashed"]);
        foreach (var damage in Enumerable.Range(0, 12))
        {
            var home = Path.Combine(crashed, $"{damage}", Clicks.ToString());
            Copy(clean, home, withCheckpoint: random.Next(2) == 0);
            var victim = random.GetItems(Directory.GetFiles(home), 1)[0];
            Damage(victim, random);
            try
            {
                using var directory = LogDirectory.Open(Path.GetDirectoryName(home)!, new LogEnvironment(), _ => Small);
                ReadAll(directory.Find(Clicks)!, appended, $"damage {damage} to {victim}");
            }
            catch (CorruptLogException named)
            {
                named.File.ShouldStartWith(home, customMessage: $"damage {damage} to {victim}");
                named.Message.ShouldStartWith(named.File);
            }
        }
    }

    private static string Fill(string data, Random random, HashSet<string> appended)
    {
        using (var directory = LogDirectory.Open(data, new LogEnvironment(), _ => Small))
        {
            directory.Create(Others, Small).Append(TestBatches.Of(1));
            var log = directory.Create(Clicks, Small);
            for (var count = 0; count < 80; count++)
            {
                var batch = TestBatches.Of(random.Next(1, 4), random.Next(60), timestampMs: count);
                log.Append(batch);
                appended.Add(Identity(batch));
            }
        }
        return Path.Combine(data, Clicks.ToString());
    }

    private static void Damage(string file, Random random)
    {
        var bytes = File.ReadAllBytes(file);
        var at = random.Next(bytes.Length + 1);
        switch (random.Next(3))
        {
            case 0:
                bytes = bytes[..at];
                break;
            case 1:
                random.NextBytes(bytes.AsSpan(at, Math.Min(bytes.Length - at, random.Next(1, 100))));
                break;
            default:
                var tail = new byte[random.Next(1, 200)];
                random.NextBytes(tail);
                bytes = [.. bytes, .. tail];
                break;
        }
        File.WriteAllBytes(file, bytes);
    }

    /// <summary>Damage to durable bytes may show only here. A client sees a wrong checksum; what is sound was appended.</summary>
    private static void ReadAll(PartitionLog log, HashSet<string> appended, string what)
    {
        for (var offset = log.LogStartOffset; offset < log.LogEndOffset;)
        {
            using var read = log.Read(offset, 1);
            if (read.Slice.IsEmpty) return;
            var bytes = read.Slice.BytesOf();
            if (RecordBatch.Check(bytes, int.MaxValue, out _) != BatchFault.None) return;
            appended.ShouldContain(Identity(bytes), what);
            new RecordBatch(bytes).NextOffset.ShouldBeGreaterThan(offset, what);
            offset = new RecordBatch(bytes).NextOffset;
        }
    }

    // What the broker writes into a batch lies before the checksum.
    private static string Identity(byte[] batch) => Convert.ToHexString(batch.AsSpan(17));

    private static void Copy(string from, string to, bool withCheckpoint)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from).Where(file => withCheckpoint || Path.GetFileName(file) != Checkpoint.FileName))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }
}
