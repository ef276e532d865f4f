namespace SmartKart.Serving.Tests.Shop;

/// <summary>One shop for the tests of a class that leave it as it was.</summary>
public sealed class SharedShop : IAsyncDisposable
{
    private ServedShop? _shop;

    /// <summary>Started by the first test, and not as the fixture is made: a test may be skipped, a fixture only fail.</summary>
    internal async Task<ServedShop> GetAsync() => _shop ??= await ServedShop.StartAsync();

    public async ValueTask DisposeAsync()
    {
        if (_shop is not null) await _shop.DisposeAsync();
    }
}
