using System.Buffers;
using SmartKart.Streams;
using SmartKart.Topologies.Keys;

namespace SmartKart.Topologies.Carts;

/// <summary>A cart, by whose it is.</summary>
/// <param name="UserId">The customer or visitor.</param>
/// <param name="CartId">The cart.</param>
public readonly record struct CartKey(string UserId, string CartId)
{
    /// <summary>Writes and reads keys of the store of carts.</summary>
    public static ISerde<CartKey> Serde { get; } = new CartKeySerde();

    /// <summary>The prefix by which to walk over all carts of a user.</summary>
    public static byte[] PrefixOf(string userId) => KeyParts.Prefix(userId);

    private sealed class CartKeySerde : ISerde<CartKey>
    {
        public void Serialize(CartKey value, IBufferWriter<byte> output)
        {
            KeyParts.Write(output, value.UserId);
            KeyParts.Write(output, value.CartId);
        }

        public CartKey Deserialize(ReadOnlySpan<byte> bytes) => new(KeyParts.ReadText(ref bytes), KeyParts.ReadText(ref bytes));
    }
}

/// <summary>A moment at which something happened to a cart.</summary>
/// <param name="UserId">Whose cart.</param>
/// <param name="CartId">The cart; empty where an order does not say which of the user's carts it was made from.</param>
/// <param name="AtMicros">When, in microseconds since 1970, UTC.</param>
internal readonly record struct CartMoment(string UserId, string CartId, long AtMicros);

/// <summary>The time last, so that a cart's moments lie side by side in their order.</summary>
internal sealed class CartMomentSerde : ISerde<CartMoment>
{
    public void Serialize(CartMoment value, IBufferWriter<byte> output)
    {
        KeyParts.Write(output, value.UserId);
        KeyParts.Write(output, value.CartId);
        KeyParts.Write(output, value.AtMicros);
    }

    public CartMoment Deserialize(ReadOnlySpan<byte> bytes) => new(KeyParts.ReadText(ref bytes), KeyParts.ReadText(ref bytes), KeyParts.ReadNumber(ref bytes));
}
