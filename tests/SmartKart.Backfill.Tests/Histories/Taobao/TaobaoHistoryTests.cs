using SmartKart.Backfill.Histories.Taobao;
using SmartKart.Schemas.Events;

namespace SmartKart.Backfill.Tests.Histories.Taobao;

public sealed class TaobaoHistoryTests : IDisposable
{
    private const string Header = "user_id,item_id,category_id,behavior,at\n";
    private readonly TableFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_view_and_a_favourite_become_clickstream()
    {
        var read = Read("7,100,9,pv,2017-11-26 01:00:00\n7,100,9,fav,2017-11-26 01:00:05\n");

        var events = read.Events.Cast<Clickstream>().ToArray();
        events.Select(each => (each.Action, each.UserId, each.ProductId, each.CategoryId))
            .ShouldBe([(ClickstreamAction.View, "7", "100", "9"), (ClickstreamAction.Like, "7", "100", "9")]);
        events[1].OccurredAt.ShouldBe(new DateTimeOffset(2017, 11, 26, 1, 0, 5, TimeSpan.Zero));
    }

    [Fact]
    public void A_cart_carries_all_that_was_put_into_it_and_no_money()
    {
        var read = Read("7,100,9,cart,2017-11-26 01:00:00\n7,200,,cart,2017-11-26 01:00:01\n7,100,9,cart,2017-11-26 01:00:02\n");

        var last = read.Events.Cast<CartUpdated>().Last();
        last.Items.Select(item => (item.ProductId, item.Quantity, item.UnitPrice, item.CategoryId)).ShouldBe([("100", 2, 0m, "9"), ("200", 1, 0m, null)]);
        (last.CartId, last.Action, last.QuantityDelta, last.Currency, last.Subtotal).ShouldBe(("7-1", CartAction.QuantityChanged, 1, "XXX", 0m));
    }

    [Fact]
    public void A_purchase_of_what_is_in_the_cart_ends_that_cart_and_what_is_left_is_in_the_next_one()
    {
        var read = Read("7,100,9,cart,2017-11-26 01:00:00\n7,200,9,cart,2017-11-26 01:00:01\n7,100,9,buy,2017-11-26 01:00:02\n7,300,9,cart,2017-11-26 01:00:03\n");

        read.Events.OfType<OrderPlaced>().Single().CartId.ShouldBe("7-1");
        var next = read.Events.OfType<CartUpdated>().Last();
        next.CartId.ShouldBe("7-2");
        next.Items.Select(item => item.ProductId).ShouldBe(["200", "300"]);
    }

    [Fact]
    public void A_purchase_of_anything_else_leaves_the_cart_alone()
    {
        var read = Read("7,100,9,cart,2017-11-26 01:00:00\n7,300,9,buy,2017-11-26 01:00:02\n");

        var order = read.Events.OfType<OrderPlaced>().Single();
        order.CartId.ShouldBeNull();
        order.Lines.Select(line => (line.ProductId, line.Quantity)).ShouldBe([("300", 1)]);
        (order.Currency, order.Total).ShouldBe(("XXX", 0m));
    }

    [Fact]
    public void Within_a_second_a_product_is_seen_before_it_is_bought_whatever_the_order_of_the_rows()
    {
        var read = Read("7,100,9,buy,2017-11-26 01:00:00\n7,100,9,cart,2017-11-26 01:00:00\n7,100,9,pv,2017-11-26 01:00:00\n");

        read.Events.Select(each => each.GetType()).ShouldBe([typeof(Clickstream), typeof(CartUpdated), typeof(OrderPlaced)]);
    }

    [Theory]
    [InlineData("7,100,9,pv,yesterday", "unreadable")]
    [InlineData(",100,9,pv,2017-11-26 01:00:00", "unreadable")]
    [InlineData("7,,9,pv,2017-11-26 01:00:00", "unreadable")]
    [InlineData("7,100,9,share,2017-11-26 01:00:00", "unknown_behavior")]
    public void A_row_that_is_no_event_is_rejected_by_a_rule(string row, string rule)
    {
        var read = Read(row + "\n");

        read.Events.ShouldBeEmpty();
        read.Account.ByOutcome.Single().Key.Name.ShouldBe(rule);
        read.Account.Rejected.ShouldBe(1);
    }

    [Fact]
    public void A_line_that_is_cut_off_is_rejected_and_disturbs_no_other()
    {
        var read = Read("7,100,9,pv,2017-11-26 01:00:00\n8,1\n");

        (read.Events.Count, read.Account[TaobaoRules.Unreadable]).ShouldBe((1, 1L));
    }

    [Fact]
    public void A_line_with_too_many_values_is_told_with_its_place() =>
        Should.Throw<HistoryFormatException>(() => Read("7,100,9,pv,2017-11-26 01:00:00\n8,1,2,pv,2017-11-26 01:00:00,7,7\n"))
            .Message.ShouldContain("behavior.csv: it cannot be read: Invalid Input Error: CSV Error on Line: 3");

    [Theory]
    [InlineData(';')]
    [InlineData('\t')]
    public void Another_separator_is_known_by_the_names_of_the_columns(char separator)
    {
        var text = (Header + "7,100,9,pv,2017-11-26 01:00:00\n").Replace(',', separator);

        Recorder.Of(new TaobaoHistory(_folder.Write("separated.csv", text))).Events.Count.ShouldBe(1);
    }

    [Fact]
    public void The_id_of_an_event_follows_from_its_row_and_not_from_its_place()
    {
        var (one, other) = ("7,100,9,pv,2017-11-26 01:00:00\n", "8,100,9,pv,2017-11-26 00:00:00\n");

        var alone = (Clickstream)Read(one).Events.Single();
        var among = Read(other + one).Events.Cast<Clickstream>().Last();

        among.EventId.ShouldBe(alone.EventId);
    }

    [Fact]
    public void A_row_that_stands_there_twice_is_two_events()
    {
        var read = Read("7,100,9,pv,2017-11-26 01:00:00\n7,100,9,pv,2017-11-26 01:00:00\n");

        read.Events.Cast<Clickstream>().Select(each => each.EventId).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public void Seconds_since_1970_are_a_time()
    {
        var file = _folder.Write("seconds.csv", "user_id,item_id,category_id,behavior_type,timestamp\n7,100,9,pv,1511658000\n");

        ((Clickstream)Recorder.Of(new TaobaoHistory(file)).Events.Single()).OccurredAt.ShouldBe(DateTimeOffset.FromUnixTimeSeconds(1511658000));
    }

    [Fact]
    public void A_shift_moves_every_event_and_changes_no_id()
    {
        var file = _folder.Write("shifted.csv", Header + "7,100,9,pv,2017-11-26 01:00:00\n");
        var shift = TimeSpan.FromMicroseconds(12_345_678_901);

        var (there, shifted) = ((Clickstream)Recorder.Of(new TaobaoHistory(file)).Events.Single(), (Clickstream)Recorder.Of(new TaobaoHistory(file, shift)).Events.Single());

        (shifted.OccurredAt - there.OccurredAt).ShouldBe(shift);
        shifted.EventId.ShouldBe(there.EventId);
    }

    [Fact]
    public void Every_row_of_the_whole_data_set_becomes_an_event()
    {
        var read = Recorder.Of(new TaobaoHistory(SharedData.File("taobao_behavior.parquet")));

        read.Account.Rows.ShouldBe(110_300);
        (read.Account[TaobaoRules.View], read.Account[TaobaoRules.Cart], read.Account[TaobaoRules.Favourite], read.Account[TaobaoRules.Purchase])
            .ShouldBe((98_361L, 6_063L, 3_383L, 2_493L));
        (read.Events.OfType<Clickstream>().Count(), read.Events.OfType<CartUpdated>().Count(), read.Events.OfType<OrderPlaced>().Count())
            .ShouldBe((101_744, 6_063, 2_493));
        read.Events.OfType<OrderPlaced>().Select(order => order.OrderId).Distinct().Count().ShouldBe(2_493);
    }

    private Recorder Read(string rows) => Recorder.Of(new TaobaoHistory(_folder.Write("behavior.csv", Header + rows)));
}
