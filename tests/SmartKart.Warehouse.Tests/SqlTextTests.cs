using SmartKart.Warehouse.Tests.DuckDb;

namespace SmartKart.Warehouse.Tests;

public sealed class SqlTextTests : ConnectedTest
{
    [Theory]
    [InlineData("plain"), InlineData("it's"), InlineData("a \"name\""), InlineData("'; DROP TABLE t; --"), InlineData("")]
    public void A_quoted_text_means_itself(string text)
    {
        Scalar($"SELECT {SqlText.Literal(text)}").ShouldBe(text);
        if (text.Length == 0) return;
        using var reader = Query($"SELECT 1 AS {SqlText.Identifier(text)}");
        reader.GetName(0).ShouldBe(text);
    }
}
