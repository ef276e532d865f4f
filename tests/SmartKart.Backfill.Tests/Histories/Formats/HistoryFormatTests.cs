using SmartKart.Backfill.Histories.Formats;

namespace SmartKart.Backfill.Tests.Histories.Formats;

public sealed class HistoryFormatTests : IDisposable
{
    private readonly TableFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country", "online-retail")]
    [InlineData("user_id,item_id,category_id,behavior,at", "taobao-behavior")]
    [InlineData("TRANSACTION_ID,TX_DATETIME,CUSTOMER_ID,TERMINAL_ID,TX_AMOUNT,TX_FRAUD", "fraud-transactions")]
    public void A_data_set_is_known_by_its_columns(string columns, string format) =>
        HistoryFormat.Detect(_folder.Write("some.csv", columns + "\n" + new string(',', columns.Count(each => each == ',')) + "\n"), Stop).Name.ShouldBe(format);

    [Theory]
    [InlineData("online_retail.parquet", 541_909)]
    [InlineData("taobao_behavior.parquet", 110_300)]
    [InlineData("fraud_transactions.parquet", 1_754_155)]
    public void Its_rows_are_counted_without_reading_them_as_events(string file, long rows)
    {
        var path = SharedData.File(file);

        HistoryFormat.Detect(path, Stop).Open(path).CountRows(Stop).ShouldBe(rows);
    }

    [Fact]
    public void What_is_none_of_them_is_refused_with_the_columns_seen_and_those_wanted()
    {
        var message = Should.Throw<HistoryFormatException>(() => HistoryFormat.Detect(_folder.Write("other.csv", "colour,size\nred,3\n"), Stop)).Message;

        message.ShouldContain("its columns are colour, size, and no history is known by them");
        message.ShouldContain("taobao-behavior has user_id, item_id, category_id, behavior, at");
        message.ShouldContain("--mapping");
    }

    [Fact]
    public void The_same_content_is_the_same_source_under_any_name_and_other_content_is_another()
    {
        const string rows = "user_id,item_id,category_id,behavior,at\n7,100,9,pv,2017-11-26 01:00:00\n";
        var (one, copy, other) = (_folder.Write("one.csv", rows), _folder.Write("copy.csv", rows), _folder.Write("other.csv", rows + "8,100,9,pv,2017-11-26 01:00:00\n"));

        string IdOf(string path) => ReplaySource.OfDataSet(path, format: null, Stop).Id;

        IdOf(copy).ShouldBe(IdOf(one));
        IdOf(other).ShouldNotBe(IdOf(one));
        IdOf(one).Length.ShouldBe(32);
    }
}
