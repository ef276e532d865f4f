using System.Text.Json;
using SmartKart.Backfill.Histories;
using SmartKart.Backfill.Histories.Formats;
using SmartKart.Backfill.Histories.Rejections;

namespace SmartKart.Backfill.Tests.Histories.Rejections;

public sealed class RejectedRowsTests : IDisposable
{
    private const string Rows = """
        user_id,item_id,category_id,behavior,at
        8,100,9,pv,2017-11-26 01:00:01
        7,100,9,share,2017-11-26 01:00:00
        7,100,9,pv,2017-11-26 01:00:00
        ,100,9,pv,2017-11-26 01:00:00

        """;

    private readonly TableFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_report_has_each_rejected_row_by_its_number_with_its_reason_and_all_that_the_file_says()
    {
        var lines = File.ReadAllLines(Report("rejected.jsonl")).Select(line => JsonDocument.Parse(line).RootElement).ToArray();

        lines.Select(line => (line.GetProperty("row_number").GetInt64(), line.GetProperty("outcome").GetString()))
            .ShouldBe([(2, "unknown_behavior"), (4, "unreadable")]);
        lines[0].GetProperty("reason").GetString().ShouldBe("the behavior is none of pv, fav, cart and buy");
        lines[0].GetProperty("source").GetProperty("behavior").GetString().ShouldBe("share");
    }

    [Fact]
    public void A_report_as_Parquet_holds_the_same()
    {
        var file = Report("rejected.parquet");
        DuckDb.Execute($"COPY (SELECT row_number, outcome, source.behavior FROM '{file}') TO '{_folder.PathOf("copy.csv")}'");

        File.ReadAllLines(_folder.PathOf("copy.csv")).ShouldBe(["row_number,outcome,behavior", "2,unknown_behavior,share", "4,unreadable,pv"]);
    }

    [Theory]
    [InlineData("report.txt", "End it with .parquet or .jsonl")]
    [InlineData("nowhere/report.jsonl", "there is no such folder")]
    public void A_report_that_cannot_be_written_is_refused_before_a_row_is_read(string name, string reason) =>
        Should.Throw<ReportException>(() => Source().OpenReport(_folder.PathOf(name))).Message.ShouldContain(reason);

    private string Report(string name)
    {
        var source = Source();
        using var rejected = source.OpenReport(_folder.PathOf(name));
        foreach (var each in source.Open().Read(new RowAccount(rejected), TestContext.Current.CancellationToken)) _ = each;
        rejected.Write();
        return _folder.PathOf(name);
    }

    private ReplaySource Source() => ReplaySource.OfDataSet(_folder.Write("behavior.csv", Rows), format: null, TestContext.Current.CancellationToken);
}
