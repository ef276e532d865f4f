using SmartKart.Backfill.Histories.Formats;
using SmartKart.Schemas.Events;

namespace SmartKart.Backfill.Tests.Histories.Mapping;

public sealed class MappedHistoryTests : IDisposable
{
    private const string Views = """
        topic: clickstream
        zone: Europe/London
        fields:
          occurred_at: {column: time, format: "%d/%m/%Y %H:%M"}
          user_id: visitor
          product_id: sku
          position: rank
          action: {column: kind, values: {seen: view, liked: like}}
        """;

    private const string Header = "visitor,sku,kind,rank,time\n";
    private readonly TableFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_row_of_a_CSV_becomes_the_event_that_the_mapping_says()
    {
        var click = (Clickstream)ReadViews("ada,tea,liked,3,01/07/2024 10:30\n").Events.Single();

        (click.UserId, click.ProductId, click.Action, click.Position).ShouldBe(("ada", "tea", ClickstreamAction.Like, 3));
        click.OccurredAt.ShouldBe(new DateTimeOffset(2024, 7, 1, 9, 30, 0, TimeSpan.Zero), "the clock is London's, in summer");
        (click.SessionId, click.DeviceType).ShouldBe((null, DeviceType.Unknown));
    }

    [Fact]
    public void Rows_come_out_in_time_order_however_they_stand()
    {
        var events = ReadViews("c,tea,seen,,03/01/2024 00:00\na,tea,seen,,01/01/2024 00:00\nb,tea,seen,,02/01/2024 00:00\n").Events;

        events.Cast<Clickstream>().Select(each => each.UserId).ShouldBe(["a", "b", "c"]);
    }

    [Theory]
    [InlineData(",tea,seen,3,01/07/2024 10:30", "user_id_missing")]
    [InlineData("ada,tea,seen,3,yesterday", "occurred_at_unreadable")]
    [InlineData("ada,tea,seen,3,", "occurred_at_missing")]
    [InlineData("ada,tea,seen,third,01/07/2024 10:30", "position_unreadable")]
    [InlineData("ada,tea,seen,1.5,01/07/2024 10:30", "position_unreadable")]
    [InlineData("ada,tea,seen,-1,01/07/2024 10:30", "position_out_of_domain")]
    [InlineData("ada,tea,shared,3,01/07/2024 10:30", "action_unreadable")]
    public void A_row_that_does_not_fit_is_rejected_with_its_reason(string row, string reason)
    {
        var read = ReadViews(row + "\n");

        read.Events.ShouldBeEmpty();
        read.Account.ByOutcome.Single().Key.Name.ShouldBe(reason);
    }

    [Fact]
    public void A_field_that_the_contract_lets_be_absent_is_null_where_the_row_has_none() =>
        ((Clickstream)ReadViews("ada,,seen,,01/07/2024 10:30\n").Events.Single()).Position.ShouldBeNull();

    [Fact]
    public void Parquet_becomes_orders_with_lines_and_money_from_expressions_and_constants()
    {
        const string mapping = """
            topic: order_placed
            id: [order_no]
            fields:
              occurred_at: placed
              order_id: order_no
              user_id: customer
              currency: {constant: EUR}
              subtotal: {expression: qty * price}
              total: {expression: qty * price + postage}
              shipping: postage
              lines:
                - {product_id: sku, quantity: qty, unit_price: price}
            """;
        var file = _folder.Parquet("orders.parquet", """
            SELECT 17 AS order_no, 'ada' AS customer, 'tea' AS sku, 3 AS qty, 2.50::DECIMAL(10, 2) AS price, 4::DECIMAL(10, 2) AS postage,
                   TIMESTAMPTZ '2024-01-01 10:00:00.123456+00' AS placed
            """);

        var order = (OrderPlaced)Read(file, mapping).Events.Single();

        (order.OrderId, order.Currency, order.Subtotal, order.Shipping, order.Total).ShouldBe(("17", "EUR", 7.5m, 4m, 11.5m));
        order.Lines.Select(line => (line.ProductId, line.Quantity, line.UnitPrice)).ShouldBe([("tea", 3, 2.5m)]);
        order.OccurredAt.Ticks.ShouldBe(new DateTimeOffset(2024, 1, 1, 10, 0, 0, TimeSpan.Zero).AddMicroseconds(123456).Ticks);
    }

    [Theory]
    [InlineData("""{"at": 1704103200, "who": "ada"}""", "{column: at, unit: s}")]
    [InlineData("""{"at": 1704103200000, "who": "ada"}""", "{column: at, unit: ms}")]
    [InlineData("""{"at": "2024-01-01T12:00:00+02:00", "who": "ada"}""", "at")]
    [InlineData("""{"at": "2024-01-01T10:00:00Z", "who": "ada"}""", "at")]
    [InlineData("""{"at": "2024-01-01 10:00:00", "who": "ada"}""", "at")]
    public void Times_of_JSON_lines_are_read_as_they_are_written(string line, string time)
    {
        var file = _folder.Write("clicks.jsonl", line + "\n");

        var click = (Clickstream)Read(file, $"topic: clickstream\nfields: {{occurred_at: {time}, user_id: who, action: {{constant: search}}}}\n").Events.Single();

        click.OccurredAt.ShouldBe(new DateTimeOffset(2024, 1, 1, 10, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public void A_row_is_an_event_of_the_first_mapping_that_takes_it_and_else_rejected()
    {
        const string mappings = """
            topic: clickstream
            where: kind = 'view'
            fields: {occurred_at: time, user_id: who, action: {constant: view}}
            ---
            topic: product_reviewed
            where: kind = 'review'
            fields: {occurred_at: time, user_id: who, review_id: number, product_id: sku, rating: stars}
            """;
        var file = _folder.Write("mixed.csv", """
            time,who,kind,number,sku,stars
            2024-01-01 10:00,ada,view,,tea,
            2024-01-01 11:00,ada,review,r1,tea,5
            2024-01-01 12:00,ada,review,r2,tea,6
            2024-01-01 13:00,ada,wave,,tea,

            """);

        var read = Read(file, mappings);

        read.Events.Select(each => each.GetType()).ShouldBe([typeof(Clickstream), typeof(ProductReviewed)]);
        read.Account.ByOutcome.Select(each => (each.Key.Name, each.Value))
            .ShouldBe([("mapping_1_clickstream", 1L), ("mapping_2_product_reviewed", 1L), ("mapping_2_rating_out_of_domain", 1L), ("not_selected", 1L)]);
    }

    [Fact]
    public void Ids_follow_from_the_columns_that_name_a_row_and_else_from_the_file_and_its_place()
    {
        const string named = "topic: clickstream\nid: visitor\nfields: {occurred_at: time, user_id: visitor, action: {constant: view}}\n";
        var unnamed = named.Replace("id: visitor\n", "", StringComparison.Ordinal);
        var one = _folder.Write("one.csv", "visitor,time\nada,2024-01-01\nbob,2024-01-02\n");
        var other = _folder.Write("other.csv", "visitor,time\nbob,2024-01-02\nada,2024-01-01\n");

        Guid[] Ids(string file, string mapping) => [.. Read(file, mapping).Events.Cast<Clickstream>().Select(each => each.EventId)];

        Ids(other, named).ShouldBe(Ids(one, named));
        Ids(one, unnamed).ShouldBe(Ids(one, unnamed));
        Ids(one, unnamed).Concat(Ids(other, unnamed)).Distinct().Count().ShouldBe(4);
    }

    private Recorder ReadViews(string rows) => Read(_folder.Write("rows.csv", Header + rows), Views);

    private Recorder Read(string file, string mapping) =>
        Recorder.Of(ReplaySource.OfMapping(file, kind: null, _folder.Write("mapping.yaml", mapping), TestContext.Current.CancellationToken).Open());
}
