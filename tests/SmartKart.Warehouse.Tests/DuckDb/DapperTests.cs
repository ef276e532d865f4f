using Dapper;

namespace SmartKart.Warehouse.Tests.DuckDb;

/// <summary>A library that nobody here wrote, over the provider.</summary>
public sealed class DapperTests : ConnectedTest
{
    private sealed record Sale(int Id, string Product, decimal Price, DateTime Sold, double? Discount);

    [Fact]
    public void Dapper_writes_rows_and_reads_them_as_records()
    {
        Connection.Execute("CREATE TABLE sale (id INTEGER, product VARCHAR, price DECIMAL(18,4), sold TIMESTAMP, discount DOUBLE)");
        var sales = new[]
        {
            new Sale(1, "tea", 2.5m, new DateTime(2026, 1, 2, 3, 4, 5), null),
            new Sale(2, "cup", 10m, new DateTime(1969, 1, 2), 0.25),
        };
        Connection.Execute("INSERT INTO sale VALUES ($Id, $Product, $Price, $Sold, $Discount)", sales).ShouldBe(2);

        Connection.Query<Sale>("SELECT id, product, price, sold, discount FROM sale ORDER BY id").ShouldBe(sales);
        Connection.QuerySingle<Sale>("FROM sale WHERE product = $product", new { product = "cup" }).ShouldBe(sales[1]);
        Connection.ExecuteScalar<long>("SELECT count(*) FROM sale").ShouldBe(2);
    }

    [Fact]
    public async Task Dapper_reads_several_results_without_blocking()
    {
        using var results = await Connection.QueryMultipleAsync(new CommandDefinition(
            "SELECT $low::INTEGER + 1; SELECT 'b' UNION ALL SELECT 'c'", new { low = 6 }, cancellationToken: Cancellation));
        (await results.ReadSingleAsync<int>()).ShouldBe(7);
        (await results.ReadAsync<string>()).Order().ShouldBe(["b", "c"]);
    }

    [Fact]
    public void Dapper_works_within_a_transaction()
    {
        Connection.Execute("CREATE TABLE t (i INTEGER)");
        using (var transaction = Connection.BeginTransaction()) Connection.Execute("INSERT INTO t VALUES (1)", transaction: transaction);
        Connection.ExecuteScalar<int>("SELECT count(*) FROM t").ShouldBe(0);
    }
}
