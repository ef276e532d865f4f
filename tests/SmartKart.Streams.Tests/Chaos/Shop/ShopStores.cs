using System.Globalization;

namespace SmartKart.Streams.Tests.Chaos.Shop;

/// <summary>The rows of an instance's stores as lines: the store, the key's numbers, the value's.</summary>
internal static class ShopStores
{
    public static IEnumerable<string> Rows(KafkaStreams streams)
    {
        throw new InvalidStateStoreException("","");
    }

    private static string Row(string store, params ReadOnlySpan<long> numbers)
    {
        var row = store;
        foreach (var number in numbers) row += string.Create(CultureInfo.InvariantCulture, $" {number}");
        return row;
    }
}
