using System.Text;
using SmartKart.Backfill.Histories;
using SmartKart.Backfill.Histories.OnlineRetail;
using SmartKart.Backfill.RoundTrip;
using SmartKart.Schemas;

namespace SmartKart.Backfill.Tests.RoundTrip;

public sealed class HistoryRoundTripTests
{
    [Fact]
    public void A_whole_year_of_a_shop_comes_back_from_its_bytes_as_it_was()
    {
        DuckDb.Required();
        var report = new HistoryRoundTrip(TimeProvider.System).Run(
            new OnlineRetailHistory(SharedData.File("online_retail.parquet")), progress: null, TestContext.Current.CancellationToken);

        report.Rows.ShouldBe(541_909);
        report.Outcomes.Sum(outcome => outcome.Rows).ShouldBe(report.Rows);
        report.Outcomes.Where(outcome => outcome.Topics.Count == 0).Sum(outcome => outcome.Rows).ShouldBe(report.RowsRejected);
        report.Topics.Select(topic => topic.Topic).ShouldBe(["inventory_updated", "order_placed"]);
        report.SizeBytes.ShouldBeGreaterThan(report.Events * 40); // no event is shorter than its id and its time
        report.FirstOccurredAt.ShouldBe(new DateTimeOffset(2010, 12, 1, 8, 26, 0, TimeSpan.Zero));
        report.LastOccurredAt.ShouldBe(new DateTimeOffset(2011, 12, 9, 12, 50, 0, TimeSpan.Zero));
    }

    [Fact]
    public void An_event_that_its_bytes_do_not_carry_stops_the_run_and_shows_both()
    {
        var fault = Should.Throw<RoundTripException>(() =>
            new HistoryRoundTrip(TimeProvider.System).Run(new Forgetful(), progress: null, TestContext.Current.CancellationToken));
        fault.Topic.ShouldBe("notes");
        fault.Message.ShouldContain("written: Note { Text = remember me }");
        fault.Message.ShouldContain("read:    Note { Text =  }");
    }

    [Fact]
    public void Cancelling_stops_the_run()
    {
        DuckDb.Required();
        var history = new OnlineRetailHistory(SharedData.File("online_retail.parquet"));
        Should.Throw<OperationCanceledException>(() => new HistoryRoundTrip(TimeProvider.System).Run(history, null, new CancellationToken(canceled: true)));
    }

    /// <summary>A history of one event, whose codec loses the text.</summary>
    private sealed class Forgetful : IHistory
    {
        public string Name => "forgetful";

        public IEnumerable<HistoryEvent> Read(RowAccount account, CancellationToken cancellation) =>
            [new HistoryEvent<Note>("notes", DateTimeOffset.UnixEpoch, new Note("remember me"))];
    }

    private sealed record Note(string Text) : IAvroRecord<Note>
    {
        public static RecordSchema Schema => throw new NotSupportedException();

        public static int MaxBytes(Note value) => 100_000; // more than the first buffer

        public static int Encode(Note value, Span<byte> output) => Encoding.UTF8.GetBytes(value.Text, output);

        public static Note Decode(ReadOnlySpan<byte> input) => new("");

        public static Note Decode(ReadOnlySpan<byte> input, out int bytesRead)
        {
            bytesRead = input.Length;
            return Decode(input);
        }
    }
}
