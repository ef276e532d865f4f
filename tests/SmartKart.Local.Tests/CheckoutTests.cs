namespace SmartKart.Local.Tests;

public sealed class CheckoutTests
{
    [Fact]
    public void A_checkout_is_found_from_any_folder_in_it()
    {
        var root = Directory.CreateTempSubdirectory("smartkart-checkout-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(root, "SmartKart.sln"), "");
            var deep = Directory.CreateDirectory(Path.Combine(root, "a", "b", "c")).FullName;

            Checkout.Find(deep).ShouldBe(root);
            Checkout.Find(root).ShouldBe(root);
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    [Fact]
    public void Outside_of_one_there_is_none() => Checkout.Find("/").ShouldBeNull();
}
