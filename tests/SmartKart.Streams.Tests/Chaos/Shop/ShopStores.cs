using System.Globalization;
using SmartKart.Streams.Queries;

namespace SmartKart.Streams.Tests.Chaos.Shop;

/// <summary>The rows of an instance's stores as lines: the store, the key's numbers, the value's. <see cref="ShopTables"/> reads them.</summary>
internal static class ShopStores
{
    /// <exception cref="InvalidStateStoreException">Some are not here whole at the moment.</exception>
    public static IReadOnlyList<string> Rows(KafkaStreams streams) =>
    [
        .. Rows<long>(streams, ShopTopology.CountStore, count => $"{count}"),
        .. Rows<Total>(streams, ShopTopology.TotalStore, Text),
        .. Rows<long>(streams, ShopTopology.UserCountStore, count => $"{count}"),
        .. Rows<Account>(streams, ShopTopology.AccountStore, account => $"{account.Version}"),
        .. WindowRows(streams),
    ];

    private static List<string> Rows<V>(KafkaStreams streams, string name, Func<V, string> text)
    {
        var rows = new List<string>();
        foreach (var row in streams.Store(name, QueryableStoreTypes.KeyValueStore<long, ValueAndTimestamp<V>>()).All())
            rows.Add(string.Create(CultureInfo.InvariantCulture, $"{name} {row.Key} {text(row.Value.Value)}"));
        return rows;
    }

    private static List<string> WindowRows(KafkaStreams streams)
    {
        const string name = ShopTopology.WindowTotalStore;
        var rows = new List<string>();
        foreach (var row in streams.Store(name, QueryableStoreTypes.WindowStore<long, ValueAndTimestamp<Total>>()).All())
            rows.Add(string.Create(CultureInfo.InvariantCulture, $"{name} {row.Key.Key} {row.Key.Window.StartMs} {Text(row.Value.Value)}"));
        return rows;
    }

    private static string Text(Total total) => string.Create(CultureInfo.InvariantCulture, $"{total.Count} {total.Sum}");
}
