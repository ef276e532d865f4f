using SmartKart.Broker.Compression;
using SmartKart.Broker.Storage;
using SmartKart.Schemas.Catalogue;

namespace SmartKart.Broker.Tests.Storage;

public sealed class TransactionCompactionTests : IDisposable
{
    private const long Start = 1_000_000;

    private static readonly LogSettings Compacted = new()
    {
        Cleanup = CleanupPolicy.Compact, SegmentBytes = 1_000, MinCleanableRatio = 0,
        DeleteRetention = TimeSpan.FromHours(1), ProducerExpiration = TimeSpan.FromHours(10),
    };

    private readonly TestFolder _folder = new();
    private readonly ManualTime _time = new(Start);

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 10)];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_aborted_transaction_goes_but_its_producers_last_batch_stays_without_records()
    {
        using var log = Open();
        log.Append(Batch(5, sequence: 0, ("a", "1"), ("b", "1")));
        log.Append(Batch(5, sequence: 2, ("a", "2"), ("b", "2")));
        log.Append(Marker(5, commit: false), source: AppendSource.Coordinator);
        Compact(log);
        var batches = log.ReadBatches(0);
        var tail = new RecordBatch(batches[0]);
        (tail.BaseOffset, tail.LastOffset, tail.Count, tail.BaseSequence, tail.ProducerId).ShouldBe((2L, 3L, 0, 2, 5L));
        (tail.IsTransactional, tail.IsControl, tail.IsCompressed).ShouldBe((true, false, false));
        new RecordBatch(batches[1]).IsControl.ShouldBeTrue("the marker ends what the empty batch begins");
        log.ReadRecords().ShouldNotContain(record => record.Key == "a");
    }

    [Theory, InlineData(true), InlineData(false)]
    public void A_marker_goes_once_nothing_of_its_transaction_is_left_and_its_time_has_passed(bool commit)
    {
        using var log = Open();
        log.Append(Batch(5, sequence: 0, ("a", "1")));
        log.Append(Marker(5, commit), source: AppendSource.Coordinator);
        log.Append(Batch(5, sequence: 1, ("a", "2")));
        log.Append(Marker(5, commit: true), source: AppendSource.Coordinator);
        Compact(log);
        Markers(log).ShouldBe([1, 3], "its record went only now");
        Compact(log);
        new RecordBatch(log.ReadBatches(0)[0]).HasDeleteHorizon.ShouldBeTrue("nothing was left of it, so its time began");
        Markers(log).ShouldBe([1, 3]);
        _time.Advance(TimeSpan.FromMinutes(59));
        Compact(log);
        Markers(log).ShouldBe([1, 3]);
        _time.Advance(TimeSpan.FromMinutes(2));
        Compact(log);
        Markers(log).ShouldBe([3]);
        log.ReadRecords()[0].ShouldBe((2, "a", "2"));
    }

    [Fact]
    public void A_producer_that_is_long_silent_leaves_nothing_behind()
    {
        using var log = Open();
        log.Append(Batch(5, sequence: 0, ("a", "1")));
        log.Append(Marker(5, commit: false), source: AppendSource.Coordinator);
        Compact(log);
        Batches(log, producer: 5).ShouldBe([0, 1]);
        _time.Advance(TimeSpan.FromHours(11));
        Compact(log);
        Batches(log, producer: 5).ShouldBe([1]);
        Compact(log);
        _time.Advance(TimeSpan.FromHours(2));
        Compact(log);
        Batches(log, producer: 5).ShouldBeEmpty();
    }

    [Fact]
    public void A_producer_of_which_only_a_newer_epoch_is_known_keeps_the_marker_that_says_so()
    {
        using var log = Open();
        log.Append(Marker(5, commit: false), source: AppendSource.Coordinator);
        for (var pass = 0; pass < 4; pass++)
        {
            Compact(log);
            _time.Advance(TimeSpan.FromHours(2));
        }
        Batches(log, producer: 5).ShouldBe([0]);
        new RecordBatch(log.ReadBatches(0)[0]).ProducerEpoch.ShouldBe((short)0);
    }

    [Fact]
    public void A_replaced_record_of_an_idempotent_producer_leaves_its_sequence_behind()
    {
        using var log = Open();
        log.Append(TestBatches.Of([("a", "1")], header: new BatchHeader { ProducerId = 7, ProducerEpoch = 2, BaseSequence = 41, Attributes = (short)Codec.Gzip }, timestampMs: Start));
        log.Append(TestBatches.Of([("a", "2")]));
        Compact(log);
        var tail = new RecordBatch(log.ReadBatches(0)[0]);
        (tail.ProducerId, tail.ProducerEpoch, tail.BaseSequence, tail.Count, tail.IsCompressed).ShouldBe((7L, (short)2, 41, 0, false));
        using var reopened = PartitionLog.Open(_folder.Crash(log.DirectoryPath), Compacted, new LogEnvironment { Time = _time });
        reopened.ReadRecords().ShouldBe(log.ReadRecords());
    }

    [Theory, MemberData(nameof(Seeds))]
    public void What_a_reader_of_committed_records_ends_up_with_never_changes(int seed)
    {
        var random = new Random(seed);
        using var log = Open();
        var open = new Dictionary<long, List<(string, string?)>>();
        var expected = new Dictionary<string, string?>();
        var sequences = new int[4];
        for (var step = 0; step < 250; step++)
        {
            var producer = random.Next(4);
            if (open.TryGetValue(producer, out var pending) && random.Next(3) == 0)
            {
                var commit = random.Next(2) == 0;
                log.Append(Marker(producer, commit), source: AppendSource.Coordinator);
                foreach (var (key, value) in commit ? pending : []) expected[key] = value;
                open.Remove(producer);
            }
            else
            {
                // A key belongs to one producer, so that the order of commits says nothing about its last value.
                var records = Enumerable.Range(0, random.Next(1, 4)).Select(_ => ($"{producer}-{random.Next(4)}", random.Next(6) == 0 ? null : $"{step}")).ToArray();
                log.Append(Batch(producer, sequences[producer], records));
                sequences[producer] += records.Length;
                (open.TryGetValue(producer, out var list) ? list : open[producer] = []).AddRange(records);
            }
            if (random.Next(30) == 0) _time.Advance(TimeSpan.FromHours(1));
            if (random.Next(8) != 0) continue;
            var stable = FirstOpen(log);
            new Compaction(log, _time).Run(stable);
            Committed(log).ShouldBe(expected.Where(entry => entry.Value is not null).ToDictionary(), ignoreOrder: true, $"step {step}");
            for (var known = 0; known < 4; known++)
                if (sequences[known] > 0) LastSequence(log, known).ShouldBe(sequences[known] - 1, $"producer {known}, step {step}");
        }
    }

    private PartitionLog Open() => PartitionLog.Open(_folder["t-0"], Compacted, new LogEnvironment { Time = _time });

    private byte[] Batch(long producer, int sequence, params (string, string?)[] records) =>
        TestBatches.Of(records, _time.GetUtcNow().ToUnixTimeMilliseconds(), TestBatches.Transactional(producer, sequence, sequence % 2 == 0 ? Codec.Gzip : Codec.None));

    private byte[] Marker(long producer, bool commit) => TestBatches.Marker(producer, commit, _time.GetUtcNow().ToUnixTimeMilliseconds());

    private void Compact(PartitionLog log)
    {
        log.Append(TestBatches.Of([("roll", "x")]));
        log.Roll();
        new Compaction(log, _time).Run().ShouldNotBeNull();
    }

    private static List<long> Markers(PartitionLog log) => [.. log.ReadBatches(0).Where(bytes => new RecordBatch(bytes).IsControl).Select(bytes => new RecordBatch(bytes).BaseOffset)];

    private static List<long> Batches(PartitionLog log, long producer) =>
        [.. log.ReadBatches(0).Where(bytes => new RecordBatch(bytes).ProducerId == producer).Select(bytes => new RecordBatch(bytes).BaseOffset)];

    private static int LastSequence(PartitionLog log, long producer)
    {
        var data = log.ReadBatches(0).Last(bytes => new RecordBatch(bytes).ProducerId == producer && !new RecordBatch(bytes).IsControl);
        return new RecordBatch(data).BaseSequence + new RecordBatch(data).LastOffsetDelta;
    }

    /// <summary>The last stable offset, as a broker works it out that has seen the log alone.</summary>
    private static long FirstOpen(PartitionLog log)
    {
        var open = new Dictionary<long, long>();
        foreach (var bytes in log.ReadBatches(0))
        {
            var batch = new RecordBatch(bytes);
            if (batch.IsControl) open.Remove(batch.ProducerId);
            else if (batch.IsTransactional) open.TryAdd(batch.ProducerId, batch.BaseOffset);
        }
        return open.Count == 0 ? log.LogEndOffset : open.Values.Min();
    }

    private static Dictionary<string, string?> Committed(PartitionLog log)
    {
        var (open, last) = (new Dictionary<long, List<byte[]>>(), new Dictionary<string, string?>());
        using var opened = new BatchRecords();
        foreach (var bytes in log.ReadBatches(0))
        {
            var batch = new RecordBatch(bytes);
            if (!batch.IsControl)
            {
                (open.TryGetValue(batch.ProducerId, out var list) ? list : open[batch.ProducerId] = []).Add(bytes);
                continue;
            }
            var isCommit = false;
            foreach (var marker in batch) isCommit = marker.Key[3] == 1;
            open.Remove(batch.ProducerId, out var transaction);
            foreach (var data in isCommit ? transaction ?? [] : [])
            {
                opened.Open(new RecordBatch(data), out var records).ShouldBe(BatchFault.None);
                foreach (var record in records)
                {
                    var key = System.Text.Encoding.UTF8.GetString(record.Key);
                    if (record.HasValue) last[key] = System.Text.Encoding.UTF8.GetString(record.Value); else last.Remove(key);
                }
            }
        }
        return last;
    }
}
