using SmartKart.Backfill.Histories;
using SmartKart.Backfill.Histories.OnlineRetail;

namespace SmartKart.Backfill.Tests.Histories.OnlineRetail;

public sealed class OnlineRetailRulesTests
{
    [Fact]
    public void A_product_on_an_order_is_a_sale_also_when_it_is_free() =>
        Apply("536365", "17850", Row("22633", 6, 1.85m), Row("22841", 1, 0)).ShouldBe([OnlineRetailRules.Sale, OnlineRetailRules.Sale]);

    [Fact]
    public void A_free_product_of_a_guest_is_a_sale_where_another_line_has_a_price() =>
        Apply("536544", null, Row("22633", 6, 1.85m), Row("22841", 1, 0)).ShouldBe([OnlineRetailRules.Sale, OnlineRetailRules.Sale]);

    [Fact]
    public void An_invoice_without_customer_and_price_is_a_movement_of_stock() =>
        Apply("536414", null, Row("22139", 56, 0), Row("21777", -10, 0)).ShouldBe([OnlineRetailRules.StockFound, OnlineRetailRules.WriteOff]);

    [Fact]
    public void Postage_is_the_shipping_of_an_order_and_nothing_without_one()
    {
        Apply("536370", "12583", Row("22633", 6, 1.85m), Row("POST", 3, 18)).ShouldBe([OnlineRetailRules.Sale, OnlineRetailRules.ShippingPaid]);
        Apply("536370", "12583", Row("POST", 3, 18)).ShouldBe([OnlineRetailRules.ShippingAlone]);
        Apply("C536370", "12583", Row("POST", -3, 18)).ShouldBe([OnlineRetailRules.Charge]);
    }

    [Fact]
    public void A_cancelled_product_comes_back_and_a_cancelled_discount_does_not() =>
        Apply("C536379", "14527", Row("22633", -1, 1.85m), Row("D", -1, 27.5m)).ShouldBe([OnlineRetailRules.Return, OnlineRetailRules.Charge]);

    [Theory]
    [InlineData("M"), InlineData("S"), InlineData("BANK CHARGES"), InlineData("AMAZONFEE"), InlineData("CRUK"), InlineData("B")]
    public void What_is_not_a_product_is_rejected(string code) =>
        Apply("536365", "17850", Row(code, 1, 10)).ShouldBe([OnlineRetailRules.Charge]);

    [Theory]
    [InlineData("GIFT_0001_20"), InlineData("DCGSSGIRL"), InlineData("PADS")]
    public void Products_with_letters_are_products(string code) => Apply("536365", "17850", Row(code, 1, 10)).ShouldBe([OnlineRetailRules.Sale]);

    [Fact]
    public void Rows_that_contradict_themselves_are_rejected_by_name()
    {
        Apply("536365", "17850", Row("22633", -6, 1.85m)).ShouldBe([OnlineRetailRules.WrongSign]);
        Apply("C536365", "17850", Row("22633", 6, 1.85m)).ShouldBe([OnlineRetailRules.WrongSign]);
        Apply("536365", "17850", Row("22633", 0, 1.85m)).ShouldBe([OnlineRetailRules.NoQuantity]);
        Apply("536365", "17850", Row("22633", 1, -1m)).ShouldBe([OnlineRetailRules.NegativePrice]);
        Apply("A563185", null, Row("B", 1, -11062.06m)).ShouldBe([OnlineRetailRules.BadDebt]);
        Apply("536365", "17850", Row("22633", 1, 1) with { IsReadable = false }).ShouldBe([OnlineRetailRules.Unreadable]);
    }

    [Fact]
    public void Every_outcome_has_its_own_name_and_a_rule()
    {
        OnlineRetailRules.All.Select(outcome => outcome.Name).ShouldBeUnique();
        OnlineRetailRules.All.ShouldAllBe(outcome => outcome.Rule.Length > 20);
    }

    private static OnlineRetailRow Row(string code, int quantity, decimal price) => new(true, code, null, quantity, price);

    private static RowOutcome[] Apply(string number, string? customer, params OnlineRetailRow[] rows) =>
        OnlineRetailRules.Apply(new OnlineRetailInvoice(number, DateTimeOffset.UnixEpoch, customer, null, rows));
}
