using SmartKart.Backfill.Histories.OnlineRetail;
using SmartKart.Schemas.Events;

namespace SmartKart.Backfill.Tests.Histories.OnlineRetail;

public sealed class OnlineRetailHistoryTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smartkart-online-retail-history-");

    public OnlineRetailHistoryTests() => DuckDb.Required();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void An_invoice_becomes_one_order_with_its_lines_shipping_and_stock_movements()
    {
        var events = Events("""
            536370,22728,ALARM CLOCK,24,2010-12-01 08:45:00,3.75,12583,France
            536370,POST,POSTAGE,3,2010-12-01 08:45:00,18.0,12583,France
            536370,10002,GLOBE,48,2010-12-01 08:45:00,0.85,12583,France
            """).Events;

        var order = events[0].ShouldBeOfType<OrderPlaced>();
        (order.OrderId, order.UserId, order.Currency, order.ShippingCountry).ShouldBe(("536370", "12583", "GBP", "FR"));
        order.OccurredAt.ShouldBe(new DateTimeOffset(2010, 12, 1, 8, 45, 0, TimeSpan.Zero));
        order.Lines.Select(line => (line.ProductId, line.Quantity, line.UnitPrice)).ShouldBe([("10002", 48, 0.85m), ("22728", 24, 3.75m)]);
        (order.Subtotal, order.Shipping, order.Total).ShouldBe((130.80m, 54m, 184.80m));

        var movements = events[1..].Cast<InventoryUpdated>().ToArray();
        movements.Select(m => (m.ProductId, m.QuantityDelta, m.Reason, m.OrderId, m.WarehouseId)).ShouldBe([
            ("10002", -48, StockChangeReason.Sold, "536370", "main"),
            ("22728", -24, StockChangeReason.Sold, "536370", "main"),
        ]);
    }

    [Fact]
    public void A_guest_gets_a_pseudonym_of_their_own() =>
        Events("536544,22728,CLOCK,1,2010-12-01 08:45:00,3.75,,Unspecified\n").Events[0].ShouldBeOfType<OrderPlaced>()
            .ShouldSatisfyAllConditions(o => o.UserId.ShouldBe("anon:536544"), o => o.ShippingCountry.ShouldBeNull(), o => o.Shipping.ShouldBeNull());

    [Fact]
    public void Returns_come_in_and_write_offs_go_out_and_neither_is_an_order()
    {
        var recorder = Events("""
            C536379,22728,CLOCK,-2,2010-12-01 08:45:00,3.75,12583,France
            536589,21777,RECIPE BOX,-10,2010-12-01 09:00:00,0,,United Kingdom
            536414,22139,found,56,2010-12-01 10:00:00,0,,United Kingdom
            """);
        recorder.Events.Cast<InventoryUpdated>().Select(m => (m.Reason, m.QuantityDelta, m.OrderId)).ShouldBe([
            (StockChangeReason.Returned, 2, null), (StockChangeReason.WrittenOff, -10, null), (StockChangeReason.Adjusted, 56, null),
        ]);
        recorder.Account.Rejected.ShouldBe(0);
    }

    [Fact]
    public void Reading_again_gives_the_same_events_with_the_same_ids_and_repeated_rows_have_their_own()
    {
        const string Lines = "1,A,x,1,2010-12-01 08:45:00,1,7,\n1,A,x,1,2010-12-01 08:45:00,1,7,\n";
        var (one, other) = (Events(Lines).Events, Events(Lines).Events);
        one.ShouldBe(other);
        one.Skip(1).Cast<InventoryUpdated>().Select(m => m.EventId).ShouldBeUnique();
        // Drawn once: a change would make every replayed event a new one.
        ((OrderPlaced)one[0]).EventId.ShouldBe(new Guid("22c977c9-0db4-5ae7-93ab-a600babbf383"));
    }

    [Fact]
    public void Every_row_of_the_whole_data_set_is_accounted_for()
    {
        var recorder = Recorder.Of(new OnlineRetailHistory(SharedData.File("online_retail.parquet")));
        var account = recorder.Account;
        account.Rows.ShouldBe(541_909);
        account.ByOutcome.Sum(entry => entry.Value).ShouldBe(account.Rows);
        // Counted once with a query of its own, which shares nothing with the rules' code.
        account.ByOutcome.Select(entry => (entry.Key.Name, entry.Value)).ShouldBe([
            ("sale", 528_192), ("return", 8_704), ("shipping", 1_895), ("write_off", 1_336), ("not_a_product", 935), ("stock_found", 765),
            ("shipping_without_products", 79), ("bad_debt_adjustment", 3),
        ]);

        var orders = recorder.Events.OfType<OrderPlaced>().ToArray();
        var movements = recorder.Events.OfType<InventoryUpdated>().ToArray();
        orders.Sum(order => order.Lines.Length).ShouldBe((int)account[OnlineRetailRules.Sale]);
        orders.ShouldAllBe(order => order.Lines.Length > 0 && order.Total == order.Subtotal + (order.Shipping ?? 0));
        movements.Length.ShouldBe((int)account.ByOutcome.Where(entry => entry.Key.Topics.Contains("inventory_updated")).Sum(entry => entry.Value));
        orders.Select(order => order.EventId).Concat(movements.Select(movement => movement.EventId)).ToHashSet().Count
            .ShouldBe(recorder.Events.Count);
    }

    private Recorder Events(string lines)
    {
        var file = Path.Combine(_folder.FullName, "online_retail.csv");
        File.WriteAllText(file, $"InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n{lines}");
        return Recorder.Of(new OnlineRetailHistory(file));
    }
}
