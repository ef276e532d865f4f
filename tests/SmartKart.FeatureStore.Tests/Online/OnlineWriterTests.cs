using System.Buffers;
using System.Globalization;
using SmartKart.FeatureStore.Online;
using SmartKart.FeatureStore.Tests.Online.Servers;
using SmartKart.FeatureStore.Tiles;
using SmartKart.FeatureStore.Tiles.Blobs;
using SmartKart.FeatureStore.Views;

namespace SmartKart.FeatureStore.Tests.Online;

/// <summary>What Redis holds after writes, late ones and zombies' among them.</summary>
public sealed class OnlineWriterTests(SharedRedis redis) : IClassFixture<SharedRedis>
{
    private const long Now = Visits.Now;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly ViewPlan View = Visits.Activity.Sources[0];
    private readonly RedisOptions _options = redis.NewOptions();

    [Theory]
    [InlineData(1, 2)]
    [InlineData(0, 1)]
    [InlineData(127, 128)]
    [InlineData(255, 256)]
    [InlineData((1L << 28) - 1, 1L << 28)]
    [InlineData((1L << 35) - 1, 1L << 35)]
    [InlineData(uint.MaxValue, (long)uint.MaxValue + 1)]
    [InlineData((1L << 53) + 1, (1L << 53) + 2)]
    [InlineData(long.MaxValue - 1, long.MaxValue)]
    public async Task An_older_write_never_replaces_a_newer_one_whoever_sends_it(long older, long newer)
    {
        (await Visits.WriteAsync(_options, "ada", Visits.Of(2).Blob(newer))).Written.ShouldBe(1);
        var zombie = await Visits.WriteAsync(_options, "ada", Visits.Of(9).Blob(older));
        (zombie.Written, zombie.Stale, zombie.IsComplete).ShouldBe((0, 1, true));
        Visits.Views(await Visits.ReadAsync(_options, "ada")).ShouldBe(2);
        (await Visits.WriteAsync(_options, "ada", Visits.Of(2).Blob(newer))).Written.ShouldBe(1, "the same write again, after a reply that was lost");
        await DeleteAsync("ada", newer);
        (await Visits.WriteAsync(_options, "ada", Visits.Of(9).Blob(older))).Stale.ShouldBe(1, "of a deletion's number, too");
        (await Visits.WriteAsync(_options, "ada", Visits.Of(2).Blob(newer))).Written.ShouldBe(1);
        await DeleteAsync("ada", older);
        Visits.Views(await Visits.ReadAsync(_options, "ada")).ShouldBe(2, "a deletion may be the older one");
    }

    [Fact]
    public async Task What_is_no_stored_value_is_written_over()
    {
        foreach (var garbage in new[] { "", "\u0001", "\u0013", "\u0002234", new string('\u007f', 9), new string('x', 5) })
        {
            await redis.Server.AskAsync("HSET", $"{_options.KeyPrefix}:{{user:ada}}", "user_activity@1", garbage);
            (await Visits.WriteAsync(_options, "ada", Visits.Of(2).Blob())).Written.ShouldBe(1, garbage);
            Visits.Views(await Visits.ReadAsync(_options, "ada")).ShouldBe(2);
        }
    }

    [Fact]
    public async Task Writes_of_one_key_that_wait_become_one_and_the_newest_wins()
    {
        await using var writer = OnlineWriter.Open(_options, new FixedClock(Now));
        int[] order = [3, 1, 4, 2];
        await redis.Server.SignalAsync("STOP");
        foreach (var sequence in order) await WriteAsync(writer, "ada", Visits.Of(sequence).Blob(sequence));
        await WriteAsync(writer, "bob", Visits.Of(1).Blob());
        writer.Unwritten.ShouldBeInRange(2, 3);      // the first may be under way
        await redis.Server.SignalAsync("CONT");
        var report = await writer.FlushAsync(Patience, Cancel);
        (report.Unwritten, report.Fault).ShouldBe((0, null));
        Visits.Views(await Visits.ReadAsync(_options, "ada")).ShouldBe(4);
    }

    [Fact]
    public async Task A_head_alone_is_refused_where_its_closed_part_is_not_and_told()
    {
        var (head, closed) = Folded();
        var report = await Visits.WriteAsync(_options, "ada", head);
        (report.Written, report.IsComplete).ShouldBe((0, false));
        report.Torn.Single().Keys.ShouldBe(Visits.Key("ada"));
        report.Torn.Single().View.ShouldBe(View);
        (await Visits.ReadAsync(_options, "ada")).Status(0, 0).ShouldBe(OnlineStatus.Missing);
        (await Visits.WriteAsync(_options, "ada", head, closed)).IsComplete.ShouldBeTrue();
        (await Visits.WriteAsync(_options, "ada", head)).IsComplete.ShouldBeTrue("now it is there");
    }

    [Fact]
    public async Task A_head_that_waits_goes_with_the_closed_part_that_waits_before_it()
    {
        var pair = new TilePair(View.Tiles);
        var (head, closed) = Write(pair, 1, 60);
        closed.ShouldNotBeEmpty();
        var (later, none) = Write(pair, 2, 1);
        none.ShouldBeEmpty();
        await using var writer = OnlineWriter.Open(_options, new FixedClock(Now));
        await redis.Server.SignalAsync("STOP");
        await WriteAsync(writer, "first", Visits.Of(1).Blob());
        await WriteAsync(writer, "ada", head, closed);
        await WriteAsync(writer, "ada", later);
        await redis.Server.SignalAsync("CONT");
        (await writer.FlushAsync(Patience, Cancel)).IsComplete.ShouldBeTrue();
        Visits.Views(await Visits.ReadAsync(_options, "ada")).ShouldBe(61);
    }

    [Fact]
    public async Task A_zombies_head_does_not_touch_a_newer_pair()
    {
        var pair = new TilePair(View.Tiles);
        var (head, closed) = Write(pair, 1, 60);
        await Visits.WriteAsync(_options, "ada", head, closed);
        var (zombie, _) = Write(pair, 2, 1);
        var (newer, _) = Write(pair, 3, 1);
        await Visits.WriteAsync(_options, "ada", newer);
        (await Visits.WriteAsync(_options, "ada", zombie)).Stale.ShouldBe(1);
        Visits.Views(await Visits.ReadAsync(_options, "ada")).ShouldBe(62);
    }

    [Fact]
    public async Task A_deleted_key_is_missing_and_no_older_write_brings_it_back()
    {
        await Visits.WriteAsync(_options, "ada", Visits.Of(2).Blob(5));
        var before = await LeftAsync("ada");
        (await DeleteAsync("ada", 6)).Written.ShouldBe(1);
        (await Visits.ReadAsync(_options, "ada")).Status(0, 0).ShouldBe(OnlineStatus.Missing);
        (await Visits.WriteAsync(_options, "ada", Visits.Of(2).Blob(5))).Stale.ShouldBe(1);
        (await LeftAsync("ada")).ShouldBeInRange(before - (long)TimeSpan.FromMinutes(1).TotalMilliseconds, before, "as long as the entity would have been");
        (await Visits.WriteAsync(_options, "ada", Visits.Of(2).Blob(7))).Written.ShouldBe(1);
        Visits.Views(await Visits.ReadAsync(_options, "ada")).ShouldBe(2);
    }

    [Fact]
    public async Task Redis_drops_a_key_once_its_view_is_expired_and_some_time_more_so_that_expired_is_told_from_missing()
    {
        await Visits.WriteAsync(_options, "ada", Visits.Of(2).Blob());
        var whole = TimeSpan.FromDays(60) - TimeSpan.FromMinutes(1) + _options.KeepFor;
        (await LeftAsync("ada")).ShouldBeInRange((long)(whole - TimeSpan.FromMinutes(1)).TotalMilliseconds, (long)whole.TotalMilliseconds);
        await Visits.WriteAsync(_options, "old", Visits.Of(2, Now - (200 * Visits.Day)).Blob());
        (await LeftAsync("old")).ShouldBeInRange(1, (long)_options.KeepFor.TotalMilliseconds, "by now it is expired: kept to be told");
        (await Visits.ReadAsync(_options, "old")).Status(0, 0).ShouldBe(OnlineStatus.Expired);
    }

    [Fact]
    public async Task A_deletion_of_what_was_never_written_keeps_its_sequence_for_a_while()
    {
        (await DeleteAsync("ada", 6)).Written.ShouldBe(1);
        (await LeftAsync("ada")).ShouldBeInRange(1, (long)_options.KeepFor.TotalMilliseconds);
        (await Visits.WriteAsync(_options, "ada", Visits.Of(2).Blob(5))).Stale.ShouldBe(1);
    }

    [Fact]
    public async Task A_late_events_head_does_not_shorten_how_long_a_key_is_kept()
    {
        var pair = new TilePair(View.Tiles);
        var (head, closed) = Write(pair, 1, 60);
        await Visits.WriteAsync(_options, "ada", head, closed);
        var before = await LeftAsync("ada");
        pair.Add(Now - (20 * Visits.Day), Visits.Inputs(View, Now - (20 * Visits.Day), "late"));
        var (late, _) = Write(pair, 2, 0);
        (await Visits.WriteAsync(_options, "ada", late)).Written.ShouldBe(1);
        (await LeftAsync("ada")).ShouldBeInRange(before - (long)TimeSpan.FromMinutes(1).TotalMilliseconds, before);
        Visits.Views(await Visits.ReadAsync(_options, "ada")).ShouldBe(61);
    }

    [Fact]
    public async Task Callers_wait_once_too_much_is_unwritten_and_go_on_when_it_is_written()
    {
        await using var writer = OnlineWriter.Open(_options with { PendingBytesMax = 64 << 10 }, new FixedClock(Now));
        await redis.Server.SignalAsync("STOP");
        var waiting = ValueTask.CompletedTask;
        var user = 0;
        while (waiting.IsCompleted && user < 10_000) waiting = writer.WriteAsync(View, Visits.Key($"u{user++}"), Visits.Of(20).Blob(), default, Cancel);
        user.ShouldBeInRange(20, 9_999);
        var report = await writer.FlushAsync(TimeSpan.FromMilliseconds(20), Cancel);
        report.Unwritten.ShouldBe(user, "Redis stands still");
        waiting.IsCompleted.ShouldBeFalse();
        await redis.Server.SignalAsync("CONT");
        await waiting.AsTask().WaitAsync(Patience, Cancel);
        (await writer.FlushAsync(Patience, Cancel)).Unwritten.ShouldBe(0);
        Visits.Views(await Visits.ReadAsync(_options, $"u{user - 1}")).ShouldBe(20);
    }

    [Fact]
    public async Task What_is_no_blob_of_the_view_is_refused_before_it_is_taken_in()
    {
        await using var writer = OnlineWriter.Open(_options);
        Should.Throw<ArgumentException>(() => writer.WriteAsync(View, Visits.Key("ada"), Visits.Of(1, view: Visits.Changed).Blob()).AsTask());
        Should.Throw<ArgumentException>(() => writer.WriteAsync(View, Visits.Key([null]), Visits.Of(1).Blob()).AsTask()).Message.ShouldContain("NULL");
        Should.Throw<TileBlobException>(() => writer.WriteAsync(View, Visits.Key("ada"), new byte[20]).AsTask());
        var (head, closed) = Folded();
        Should.Throw<ArgumentException>(() => writer.WriteAsync(View, Visits.Key("ada"), Visits.Of(1).Blob(), closed).AsTask()).Message.ShouldContain("closed");
        writer.Unwritten.ShouldBe(0);
        head.ShouldNotBeEmpty();
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static ValueTask WriteAsync(OnlineWriter writer, string user, byte[] head, byte[]? closed = null) =>
        writer.WriteAsync(View, Visits.Key(user), head, closed, Cancel);

    private async Task<OnlineWriteReport> DeleteAsync(string user, long sequence)
    {
        await using var writer = OnlineWriter.Open(_options, new FixedClock(Now));
        await writer.DeleteAsync(View, Visits.Key(user), sequence, Cancel);
        return await writer.FlushAsync(Patience, Cancel);
    }

    private static (byte[] Head, byte[] Closed) Folded() => Write(new TilePair(View.Tiles), 1, 60);

    // Views in the minutes before now, counted back from the sequence, so that no two are the same.
    private static (byte[] Head, byte[] Closed) Write(TilePair pair, long sequence, int views)
    {
        for (var i = 0; i < views; i++)
        {
            var ts = Now - (((views - i) + 1) * Visits.Minute) + sequence;
            pair.Add(ts, Visits.Inputs(View, ts, $"product-{sequence}-{i}"));
        }
        var (head, closed) = (new ArrayBufferWriter<byte>(), new ArrayBufferWriter<byte>());
        pair.Write(sequence, head, closed);
        return (head.WrittenSpan.ToArray(), closed.WrittenSpan.ToArray());
    }

    private async Task<long> LeftAsync(string user) => long.Parse(
        await redis.Server.AskAsync("PTTL", $"{_options.KeyPrefix}:{{user:{user}}}"), CultureInfo.InvariantCulture);
}
