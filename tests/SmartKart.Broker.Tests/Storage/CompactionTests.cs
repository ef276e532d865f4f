using SmartKart.Broker.Compression;
using SmartKart.Broker.Storage;
using SmartKart.Broker.Tests.Compression;
using SmartKart.Schemas.Catalogue;

namespace SmartKart.Broker.Tests.Storage;

public sealed class CompactionTests : IDisposable
{
    private static readonly LogSettings Compacted = new()
    {
        Cleanup = CleanupPolicy.Compact, SegmentBytes = 1_000, IndexIntervalBytes = 200, MinCleanableRatio = 0, DeleteRetention = TimeSpan.FromHours(1),
    };

    private readonly TestFolder _folder = new();
    private readonly ManualTime _time = new(1_000_000);

    private string Home => _folder["t-0"];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 12)];

    public void Dispose() => _folder.Dispose();

    [Theory, MemberData(nameof(Seeds))]
    public void Each_key_keeps_its_last_value_at_its_own_offset(int seed)
    {
        var random = new Random(seed);
        var codecs = new[] { Codec.None, Codec.Gzip, Codec.Snappy, Codec.Lz4, Codec.Zstd };
        foreach (var codec in codecs) NativeLibraries.SkipWithout(codec);
        var settings = Compacted with { CompactionKeys = random.Next(3) == 0 ? 5 : 1_000 };
        var log = Open(settings);
        var last = new Dictionary<string, (long Offset, string? Value)>();
        try
        {
            for (var step = 0; step < 120; step++)
            {
                var records = Enumerable.Range(0, random.Next(1, 6)).Select(_ => ($"k{random.Next(12)}", random.Next(5) == 0 ? null : $"v{random.Next(1_000)}")).ToArray();
                var offset = log.Append(TestBatches.Of(records, header: new BatchHeader { Attributes = (short)codecs[random.Next(codecs.Length)] })).BaseOffset;
                foreach (var (key, value) in records) last[key] = (offset++, value);
                if (random.Next(20) == 0) _time.Advance(TimeSpan.FromHours(2));
                if (random.Next(10) == 0) new Compaction(log, _time).Run();
                if (random.Next(25) == 0)
                {
                    log.Dispose();
                    log = Open(settings);
                }
                Last(log).ShouldBe(last.Where(entry => entry.Value.Value is not null).ToDictionary(), ignoreOrder: true);
            }
            // Once everything is below the active segment and tombstones have had their time, nothing else is left.
            for (var pass = 0; pass < 4; pass++)
            {
                log.Roll();
                while (new Compaction(log, _time).Run() is not null) { }        // what one run's memory had no room for, the next does
                _time.Advance(TimeSpan.FromHours(2));
                last["end"] = (log.Append(TestBatches.Of([("end", "x")])).BaseOffset, "x");
            }
            log.Roll();
            while (new Compaction(log, _time).Run() is not null) { }
            log.ReadRecords().Select(record => (record.Key, record.Offset, record.Value)).Order()
                .ShouldBe(last.Where(entry => entry.Value.Value is not null).Select(entry => (entry.Key, entry.Value.Offset, entry.Value.Value)).Order());
        }
        finally
        {
            log.Dispose();
        }
    }

    [Fact]
    public void A_tombstone_stays_for_its_time_after_the_first_compaction_that_met_it()
    {
        using var log = Open();
        log.Append(TestBatches.Of([("a", "1")]));
        log.Append(TestBatches.Of([("a", null)]));
        Compact(log);
        log.ReadRecords().ShouldContain((1, "a", null));
        log.ReadRecords().ShouldNotContain((0, "a", "1"));
        _time.Advance(TimeSpan.FromMinutes(59));
        Compact(log);
        log.ReadRecords().ShouldContain((1, "a", null));
        _time.Advance(TimeSpan.FromMinutes(2));
        Compact(log);
        log.ReadRecords().ShouldNotContain(record => record.Key == "a");
    }

    [Fact]
    public void A_record_of_an_aborted_transaction_replaces_nothing_and_goes()
    {
        using var log = Open();
        var transactional = new BatchHeader { ProducerId = 5, ProducerEpoch = 0, BaseSequence = 0, Attributes = 0x10 };
        log.Append(TestBatches.Of([("a", "committed")]));
        log.Append(TestBatches.Of([("a", "aborted")], header: transactional));
        log.Append(TestBatches.Marker(5, commit: false), source: AppendSource.Coordinator);
        log.Append(TestBatches.Of([("b", "old")]));
        log.Append(TestBatches.Of([("b", "new")], header: transactional));
        log.Roll();
        log.Append(TestBatches.Marker(5, commit: true), source: AppendSource.Coordinator);       // behind what is compacted
        new Compaction(log, _time).Run();
        log.ReadRecords().Select(record => $"{record.Key}={record.Value}").ShouldBe(["a=committed", "b=new"]);
    }

    [Fact]
    public void Nothing_behind_the_last_stable_offset_is_touched()
    {
        using var log = Open();
        log.Append(TestBatches.Of([("a", "1"), ("a", "2")]));
        log.Roll();
        log.Append(TestBatches.Of([("a", "3")]));
        log.Roll();
        new Compaction(log, _time).Run(stableEnd: 2)!.Value.CleanedTo.ShouldBe(2);
        log.ReadRecords().Select(record => record.Value).ShouldBe(["2", "3"]);
    }

    [Theory, MemberData(nameof(NativeLibraries.Codecs), MemberType = typeof(NativeLibraries))]
    public void A_compressed_batch_loses_what_is_replaced_and_stays_compressed(int codec)
    {
        NativeLibraries.SkipWithout((Codec)codec);
        var header = new BatchHeader { Attributes = (short)codec };
        using var log = Open();
        log.Append(TestBatches.Of([("a", "1"), ("b", "1"), ("c", "1")], header: header));
        log.Append(TestBatches.Of([("b", "2")], header: header));
        Compact(log);
        log.ReadRecords()[..3].ShouldBe([(0, "a", "1"), (2, "c", "1"), (3, "b", "2")]);
        var first = new RecordBatch(log.ReadBatches(0)[0]);
        ((int)first.Codec, first.Count, first.LastOffsetDelta).ShouldBe((codec, 2, 2));
    }

    [Theory, MemberData(nameof(NativeLibraries.Codecs), MemberType = typeof(NativeLibraries))]
    public void A_batch_that_loses_nothing_keeps_its_bytes(int codec)
    {
        NativeLibraries.SkipWithout((Codec)codec);
        using var log = Open();
        var batch = TestBatches.Of([("a", "1"), ("b", "1")], header: new BatchHeader { Attributes = (short)codec });
        log.Append(batch);
        Compact(log);
        log.ReadBatches(0)[0].ShouldBe(batch);
    }

    [Fact]
    public void A_tombstone_behind_a_compressed_batch_goes_in_its_time()
    {
        NativeLibraries.SkipWithout(Codec.Lz4);
        using var log = Open();
        log.Append(TestBatches.Of([("a", "1")], header: new BatchHeader { Attributes = (short)Codec.Lz4 }));
        log.Append(TestBatches.Of([("a", null)], header: new BatchHeader { Attributes = (short)Codec.Lz4 }));
        Compact(log);
        log.ReadRecords()[0].ShouldBe((1, "a", null));
        _time.Advance(TimeSpan.FromHours(2));
        Compact(log);
        log.ReadRecords().ShouldNotContain(record => record.Key == "a");
    }

    [Fact]
    public void A_batch_that_cannot_be_opened_stays_as_it_is_and_keeps_the_tombstones_behind_it()
    {
        using var log = Open(Compacted with { Cleanup = CleanupPolicy.Delete });        // a compacted log would not have taken it
        var compressed = TestBatches.Compressed(3);
        log.Append(compressed);
        log.Settings = Compacted;
        log.Append(TestBatches.Of([("a", null)]));
        for (var pass = 0; pass < 3; pass++)
        {
            Compact(log);
            _time.Advance(TimeSpan.FromHours(2));
        }
        log.ReadBatches(0)[0].ShouldBe(compressed);
        log.ReadRecords().ShouldContain((3, "a", null));
    }

    [Fact]
    public void A_reader_keeps_the_file_that_a_compaction_replaces()
    {
        using var log = Open();
        var first = TestBatches.Of([("a", "1")]);
        log.Append(first);
        log.Append(TestBatches.Of([("a", "2")]));
        using var read = log.Read(0, 1);
        Compact(log);
        read.Slice.BytesOf().ShouldBe(first);
        log.ReadRecords()[0].Value.ShouldBe("2");
    }

    [Fact]
    public void Small_neighbours_become_one_file_and_the_log_reopens()
    {
        using (var log = Open())
        {
            for (var count = 0; count < 200; count++) log.Append(TestBatches.Of([($"k{count % 3}", new string('v', 50))]));
            var before = log.Segments.Length;
            Compact(log);
            log.Segments.Length.ShouldBeLessThan(before / 5);
        }
        using var reopened = Open();
        reopened.Recovered.ScannedBytes.ShouldBe(0);
        reopened.ReadRecords().Count.ShouldBe(4);
    }

    [Fact]
    public void Too_little_dirt_is_left_for_later()
    {
        using var log = Open(Compacted with { MinCleanableRatio = 0.5 });
        for (var count = 0; count < 60; count++) log.Append(TestBatches.Of([($"k{count}", "v")]));
        log.Roll();
        new Compaction(log, _time).Run().ShouldNotBeNull();
        log.Append(TestBatches.Of([("k", "v")]));
        log.Roll();
        new Compaction(log, _time).Run().ShouldBeNull();
    }

    private void Compact(PartitionLog log)
    {
        log.Append(TestBatches.Of([("roll", "x")]));
        log.Roll();
        new Compaction(log, _time).Run().ShouldNotBeNull();
    }

    private PartitionLog Open(LogSettings? settings = null) => PartitionLog.Open(Home, settings ?? Compacted, new LogEnvironment { Time = _time });

    private static Dictionary<string, (long, string?)> Last(PartitionLog log)
    {
        var last = new Dictionary<string, (long, string?)>();
        foreach (var (offset, key, value) in log.ReadRecords())
            if (value is null) last.Remove(key); else last[key] = (offset, value);
        return last;
    }
}
