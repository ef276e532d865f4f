using System.Buffers;
using SmartKart.Streams;
using SmartKart.Topologies.Keys;

namespace SmartKart.Topologies.Inventory;

/// <summary>A product in a warehouse.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="WarehouseId">The warehouse.</param>
public readonly record struct StockKey(string ProductId, string WarehouseId)
{
    /// <summary>Writes and reads keys of the store of stock.</summary>
    public static ISerde<StockKey> Serde { get; } = new StockKeySerde();

    /// <summary>The prefix by which to walk over a product in all warehouses.</summary>
    public static byte[] PrefixOf(string productId) => KeyParts.Prefix(productId);

    private sealed class StockKeySerde : ISerde<StockKey>
    {
        public void Serialize(StockKey value, IBufferWriter<byte> output)
        {
            KeyParts.Write(output, value.ProductId);
            KeyParts.Write(output, value.WarehouseId);
        }

        public StockKey Deserialize(ReadOnlySpan<byte> bytes) => new(KeyParts.ReadText(ref bytes), KeyParts.ReadText(ref bytes));
    }
}
