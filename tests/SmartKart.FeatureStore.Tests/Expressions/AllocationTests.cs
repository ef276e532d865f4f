using SmartKart.FeatureStore.Expressions;

namespace SmartKart.FeatureStore.Tests.Expressions;

public sealed class AllocationTests
{
    private const int Calls = 10_000;

    [Theory]
    [InlineData("action = 'view'")]
    [InlineData("action in ('view', 'cart', 'purchase') and price >= 10")]
    [InlineData("action like 'v_e%' or lines.sku not like '%tea%'")]
    [InlineData("price * quantity - price / 3 + abs(quantity % 7)")]
    [InlineData("case when price > 10 then 2 when is_new then quantity else -1 end")]
    [InlineData("case action when 'cart' then 1 when 'view' then 2 else 0 end")]
    [InlineData("coalesce(nullif(price, 0), greatest(quantity, 3), 1.5)")]
    [InlineData("price between 1 and 100 and quantity is not null and action is distinct from 'cart'")]
    [InlineData("hours(now - last_at) + hour(now) * 60 + day_of_week(last_at) + date_diff('month', last_at, now)")]
    [InlineData("date_trunc('month', now)")]
    [InlineData("length(action) + if(starts_with(action, 'v'), 1, 0)")]
    [InlineData("lower(trim(action)) < 'w'")]
    [InlineData("exp(-ln(price) / 2) + pow(price, 2)")]
    [InlineData("cast('12.5' as double) + cast(price as int64)")]
    public void A_call_allocates_nothing(string expression)
    {
        var evaluate = Expression.Parse(expression).Bind(Rows.Schema).Compile();
        var row = Rows.Row("view", 12.5, 3, false, new DateTime(2026, 1, 1), new DateTime(2026, 2, 1), "tea-1");
        for (var i = 0; i < Calls; i++) evaluate(row);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Calls; i++) evaluate(row);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public void A_filter_allocates_nothing()
    {
        var filter = Expression.Parse("action = 'view' and price > 1").Bind(Rows.Schema, ScalarType.Boolean).CompileFilter();
        var row = Rows.Row("view", 12.5);
        for (var i = 0; i < Calls; i++) filter(row);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Calls; i++) filter(row);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }
}
