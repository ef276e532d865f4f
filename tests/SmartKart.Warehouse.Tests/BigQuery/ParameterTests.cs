using SmartKart.Warehouse.BigQuery;

namespace SmartKart.Warehouse.Tests.BigQuery;

public class ParameterTests : BigQueryTest
{
    [Fact]
    public async Task Every_scalar_arrives_as_it_was()
    {
        var at = new DateTimeOffset(2026, 11, 21, 12, 30, 0, TimeSpan.FromHours(2)).AddMicroseconds(3);
        (await OneAsync<long>("SELECT @p", BigQueryParameter.Of("p", long.MinValue))).ShouldBe(long.MinValue);
        (await OneAsync<double>("SELECT @p", BigQueryParameter.Of("p", 0.1))).ShouldBe(0.1);
        (await OneAsync<double>("SELECT @p", BigQueryParameter.Of("p", double.NegativeInfinity))).ShouldBe(double.NegativeInfinity);
        (await OneAsync<decimal>("SELECT @p", BigQueryParameter.Of("p", 12.345678901m))).ShouldBe(12.345678901m);
        (await OneAsync<decimal>("SELECT @p", BigQueryParameter.Of("p", 0.1234567890123m))).ShouldBe(0.1234567890123m);
        (await OneAsync<bool>("SELECT @p", BigQueryParameter.Of("p", true))).ShouldBeTrue();
        (await OneAsync<string>("SELECT @p", BigQueryParameter.Of("p", "o'clock \"`@p`\""))).ShouldBe("o'clock \"`@p`\"");
        (await OneAsync<byte[]>("SELECT @p", BigQueryParameter.Of("p", [0, 255]))).ShouldBe([0, 255]);
        (await OneAsync<DateOnly>("SELECT @p", BigQueryParameter.Of("p", new DateOnly(1900, 2, 28)))).ShouldBe(new DateOnly(1900, 2, 28));
        (await OneAsync<TimeOnly>("SELECT @p", BigQueryParameter.Of("p", new TimeOnly(1, 2, 3, 4, 5)))).ShouldBe(new TimeOnly(1, 2, 3, 4, 5));
        (await OneAsync<DateTime>("SELECT @p", BigQueryParameter.Of("p", at.DateTime))).ShouldBe(at.DateTime);
        (await OneAsync<DateTimeOffset>("SELECT @p", BigQueryParameter.Of("p", at))).ShouldBe(at);
    }

    [Fact]
    public async Task Null_has_a_type()
    {
        (await OneAsync<bool>("SELECT @p IS NULL", BigQueryParameter.Null("p", BigQueryType.Timestamp))).ShouldBeTrue();
        (await OneAsync<long>("SELECT coalesce(@p, 7)", BigQueryParameter.Null("p", BigQueryType.Int64))).ShouldBe(7);
    }

    [Fact]
    public async Task Arrays_and_structs_are_parameters_too()
    {
        await using var rows = await Client.QueryAsync("SELECT @ids, @none, @pair", new QueryOptions
        {
            Parameters =
            [
                BigQueryParameter.Of("ids", [3L, 1L]),
                BigQueryParameter.Of("none", (IReadOnlyList<string>)[]),
                BigQueryParameter.StructOf("pair", [BigQueryParameter.Of("user", "u1"), BigQueryParameter.Of("at", new DateOnly(2026, 1, 1))]),
            ],
        }, Cancellation);
        (await rows.ReadAsync(Cancellation)).ShouldBeTrue();
        rows.Row.GetArray<long>(0).ShouldBe([3, 1]);
        rows.Row.GetArray<string>(1).ShouldBeEmpty();
        rows.Row.Get<BigQueryRow>(2).Get<string>(0).ShouldBe("u1");
        rows.Row.Get<BigQueryRow>(2).Get<DateOnly>(1).ShouldBe(new DateOnly(2026, 1, 1));
    }

    [Fact]
    public void What_BigQuery_would_round_or_misread_is_refused()
    {
        Should.Throw<ArgumentException>(() => BigQueryParameter.Of("p", new TimeOnly(1))).Message.ShouldContain("microsecond");
        var instant = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        Should.Throw<ArgumentException>(() => BigQueryParameter.Of("p", instant)).Message.ShouldContain("DateTimeOffset");
        Should.Throw<ArgumentException>(() => BigQueryParameter.ArrayOf("p", BigQueryType.Int64, [BigQueryParameter.Of("", "x")]));
    }
}
