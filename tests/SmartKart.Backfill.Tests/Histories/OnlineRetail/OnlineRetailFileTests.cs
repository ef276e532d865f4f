using System.Text;
using SmartKart.Backfill.Histories.OnlineRetail;

namespace SmartKart.Backfill.Tests.Histories.OnlineRetail;

public sealed class OnlineRetailFileTests : IDisposable
{
    private const string Header = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smartkart-online-retail-");

    public OnlineRetailFileTests() => DuckDb.Required();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_CSV_with_the_publishers_columns_is_read_as_invoices_in_time_order()
    {
        var invoices = Read("""
            500002,85123a,"HEART, WHITE",6,12/1/2010 8:28,2.55,17850.0,United Kingdom
            500001,22633, HAND WARMER ,1,12/1/2010 8:26,1.85,,EIRE
            500002,21730,GLASS STAR,2,12/1/2010 8:27,4.25,17850.0,United Kingdom

            """);

        invoices.Select(i => (i.Number, i.CustomerId, i.Country)).ShouldBe([("500001", null, "EIRE"), ("500002", "17850", "United Kingdom")]);
        invoices[1].InvoicedAt.ShouldBe(new DateTimeOffset(2010, 12, 1, 8, 27, 0, TimeSpan.Zero)); // the earliest of its lines
        invoices[0].Rows.ShouldBe([new OnlineRetailRow(true, "22633", "HAND WARMER", 1, 1.85m)]);
        invoices[1].Rows.ShouldBe([
            new OnlineRetailRow(true, "21730", "GLASS STAR", 2, 4.25m),
            new OnlineRetailRow(true, "85123A", "HEART, WHITE", 6, 2.55m),
        ]);
    }

    [Fact]
    public void The_clock_is_Londons()
    {
        var invoices = Read("1,A,x,1,2011-07-01 10:00:00,1,,\n2,A,x,1,2011-12-01 10:00:00,1,,\n");
        invoices.Select(i => i.InvoicedAt.Hour).ShouldBe([9, 10]);
    }

    [Fact]
    public void Both_ways_of_writing_a_time_are_read()
    {
        var invoices = Read("1,A,x,1,2011-12-09 12:50:00,1,,\n2,A,x,1,12/9/2011 12:50,1,,\n3,A,x,1,12/09/2011 12:50:00,1,,\n");
        invoices.Select(i => i.InvoicedAt).Distinct().ShouldBe([new DateTimeOffset(2011, 12, 9, 12, 50, 0, TimeSpan.Zero)]);
    }

    [Fact]
    public void A_Latin_1_file_keeps_its_pound_signs_and_accents()
    {
        var file = Write("a.csv", Encoding.Latin1.GetBytes(Header + "1,A,Café £5,1,2011-12-09 12:50:00,1,,\n"));
        new OnlineRetailFile(file).Invoices(TestContext.Current.CancellationToken).Single().Rows[0].Description.ShouldBe("Café £5");
    }

    [Theory]
    [InlineData("1,A,x,many,2011-12-09 12:50:00,1,,")]
    [InlineData("1,A,x,1,yesterday,1,,")]
    [InlineData("1,A,x,1,2011-12-09 12:50:00,free,,")]
    [InlineData("1,,x,1,2011-12-09 12:50:00,1,,")]
    [InlineData(",A,x,1,2011-12-09 12:50:00,1,,")]
    public void A_row_that_cannot_be_read_is_there_and_says_so(string line)
    {
        var rows = Read($"{line}\n2,B,y,1,2011-12-09 12:50:00,1,,\n").SelectMany(invoice => invoice.Rows).ToArray();
        rows.Length.ShouldBe(2);
        rows.Count(row => !row.IsReadable).ShouldBe(1);
    }

    [Fact]
    public void A_file_with_other_columns_is_refused_with_the_names_of_the_missing_ones()
    {
        var file = Write("other.csv", "InvoiceNo,StockCode,Amount,Country\n1,A,2,EIRE\n"u8);
        Should.Throw<HistoryFormatException>(() => new OnlineRetailFile(file).Invoices(TestContext.Current.CancellationToken).ToArray())
            .Message.ShouldContain("lacks the columns Description, Quantity, InvoiceDate, UnitPrice, CustomerID. It has InvoiceNo, StockCode, Amount, Country");
    }

    [Theory]
    [InlineData("nowhere.csv", "there is no such file")]
    [InlineData("retail.xlsx", "Save it as .csv")]
    [InlineData("broken.parquet", "it cannot be read")]
    public void A_file_that_cannot_be_read_is_refused_with_the_reason(string name, string reason)
    {
        if (name != "nowhere.csv") Write(name, "this is not a parquet file"u8);
        Should.Throw<HistoryFormatException>(() =>
            new OnlineRetailFile(Path.Combine(_folder.FullName, name)).Invoices(TestContext.Current.CancellationToken).ToArray()).Message.ShouldContain(reason);
    }

    [Fact]
    public void A_CSV_and_a_Parquet_copy_are_the_same_invoices_in_whatever_order_their_rows_stand()
    {
        var parquet = SharedData.File("online_retail.parquet");
        var (one, other) = (Path.Combine(_folder.FullName, "week.parquet"), Path.Combine(_folder.FullName, "week.csv"));
        DuckDb.Execute($"COPY (FROM '{parquet}' WHERE invoice_at < '2010-12-08') TO '{one}'");
        DuckDb.Execute($"""
            COPY (SELECT invoice_no AS InvoiceNo, stock_code AS StockCode, description AS Description, quantity AS Quantity,
                         strftime(invoice_at, '%-m/%-d/%Y %-H:%M') AS InvoiceDate, unit_price AS UnitPrice, customer_id AS CustomerID, country AS Country
                  FROM '{one}' ORDER BY hash(invoice_no, stock_code, quantity))
            TO '{other}' (HEADER)
            """);

        var expected = new OnlineRetailFile(one).Invoices(TestContext.Current.CancellationToken).ToArray();
        var actual = new OnlineRetailFile(other).Invoices(TestContext.Current.CancellationToken).ToArray();
        actual.Select(Text).ShouldBe(expected.Select(Text));
        expected.Length.ShouldBeGreaterThan(500);

        static string Text(OnlineRetailInvoice i) => $"{i.Number} {i.InvoicedAt:O} {i.CustomerId} {i.Country} {string.Join("; ", i.Rows)}";
    }

    [Fact]
    public void The_whole_data_set_is_read_and_every_count_is_the_published_one()
    {
        var (rows, units, revenue, last) = (0, 0L, 0m, DateTimeOffset.MinValue);
        var numbers = new HashSet<string>();
        foreach (var invoice in new OnlineRetailFile(SharedData.File("online_retail.parquet")).Invoices(TestContext.Current.CancellationToken))
        {
            numbers.Add(invoice.Number).ShouldBeTrue();
            invoice.InvoicedAt.ShouldBeGreaterThanOrEqualTo(last);
            last = invoice.InvoicedAt;
            rows += invoice.Rows.Count;
            units += invoice.Rows.Sum(row => row.Quantity);
            revenue += invoice.Rows.Sum(row => row.Quantity * row.UnitPrice);
        }
        (rows, numbers.Count, units).ShouldBe((541_909, 25_900, 5_176_450));
        decimal.Round(revenue, 2).ShouldBe(9_747_747.93m);
    }

    private List<OnlineRetailInvoice> Read(string lines)
    {
        var file = Write("online_retail.csv", Encoding.UTF8.GetBytes(Header + lines));
        return [.. new OnlineRetailFile(file).Invoices(TestContext.Current.CancellationToken)];
    }

    private string Write(string name, ReadOnlySpan<byte> content)
    {
        var file = Path.Combine(_folder.FullName, name);
        File.WriteAllBytes(file, content);
        return file;
    }
}
