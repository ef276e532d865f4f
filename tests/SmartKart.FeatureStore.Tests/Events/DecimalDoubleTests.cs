using SmartKart.FeatureStore.Events.Decoding;
using SmartKart.Warehouse;
using SmartKart.Warehouse.DuckDb;

namespace SmartKart.FeatureStore.Tests.Events;

public sealed class DecimalDoubleTests
{
    [Theory]
    [InlineData(4)]
    [InlineData(0)]
    [InlineData(18)]
    public void A_decimal_is_the_double_that_DuckDB_casts_it_to(int scale)
    {
        using var connection = OpenOrSkip();
        var random = new Random(scale);
        long[] edges = [0, 1, -1, (1L << 53) - 1, 1L << 53, (1L << 53) + 1, -(1L << 53) - 1, 999_999_999_999_999_999, -999_999_999_999_999_999];
        long[] unscaled = [.. edges, .. Enumerable.Range(0, 5_000).Select(_ => random.NextInt64(1L << random.Next(1, 59)) * (random.Next(2) * 2 - 1))];
        connection.Native.Execute($"CREATE TABLE t (d DECIMAL(18,{scale}))", TestContext.Current.CancellationToken);
        using (var appender = connection.CreateAppender("t"))
        {
            foreach (var value in unscaled)
                appender.Append(new decimal((int)Math.Abs(value), (int)(Math.Abs(value) >> 32), 0, value < 0, (byte)scale)).EndRow();
        }
        using var result = connection.Native.Query("SELECT d::DOUBLE FROM t", TestContext.Current.CancellationToken);
        var row = 0;
        while (result.TryReadChunk(out var chunk))
        {
            foreach (var value in chunk.Column(0).Values<double>())
            {
                DecimalDouble.Of(unscaled[row], scale).ShouldBe(value, $"{unscaled[row]}");
                row++;
            }
        }
        row.ShouldBe(unscaled.Length);
    }

    private static DuckDbConnection OpenOrSkip()
    {
        var connection = new DuckDbConnection("Data Source=:memory:");
        try
        {
            connection.Open();
        }
        catch (WarehouseLibraryException missing)
        {
            Assert.Skip(missing.Message);
        }
        return connection;
    }
}
