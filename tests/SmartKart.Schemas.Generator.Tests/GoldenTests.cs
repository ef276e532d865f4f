namespace SmartKart.Schemas.Generator.Tests;

public sealed class GoldenTests
{
    [Fact]
    public void A_small_record_becomes_the_source_that_Golden_shows()
    {
        var generated = Generation.Of([("/anywhere/cart_line.avsc", Read("cart_line.avsc"))]);

        generated.Source("Shop.CartLine.g.cs").ShouldBe(Read("CartLine.g.cs.txt"),
            "Where the change is meant, put the new source into Golden/CartLine.g.cs.txt.");
    }

    private static string Read(string file) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", file));
}
