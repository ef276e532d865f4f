using System.Buffers;
using System.Buffers.Binary;
using SmartKart.Schemas.Events;
using SmartKart.Streams;

namespace SmartKart.Topologies.Carts;

/// <summary>A cart as it stands.</summary>
/// <param name="Content">Its latest change, which holds all of it; null where its order came and none of its changes has yet.</param>
/// <param name="OrderedAt">When it was ordered; null where it was not.</param>
/// <param name="AbandonedAt">When its idle time ran out first; null where it never has. It stays when the visitor comes back to the cart.</param>
public sealed record LiveCart(CartUpdated? Content, DateTimeOffset? OrderedAt, DateTimeOffset? AbandonedAt)
{
    /// <summary>A cart of which nothing is known.</summary>
    public static LiveCart Unknown { get; } = new(null, null, null);

    /// <summary>Writes and reads values of the store of carts.</summary>
    /// <param name="carts">Writes and reads the changes.</param>
    public static ISerde<LiveCart> Serde(ISerde<CartUpdated> carts) => new LiveCartSerde(carts);

    // Ordered at, abandoned at (microseconds since 1970, 8 bytes each, big-endian; the least number for never), then the change's own bytes.
    private sealed class LiveCartSerde(ISerde<CartUpdated> carts) : ISerde<LiveCart>
    {
        private const int AbandonedAtOffset = sizeof(long), HeaderBytes = 2 * sizeof(long);
        private const long Never = long.MinValue;

        public void Serialize(LiveCart value, IBufferWriter<byte> output)
        {
            var header = output.GetSpan(HeaderBytes);
            BinaryPrimitives.WriteInt64BigEndian(header, Micros(value.OrderedAt));
            BinaryPrimitives.WriteInt64BigEndian(header[AbandonedAtOffset..], Micros(value.AbandonedAt));
            output.Advance(HeaderBytes);
            if (value.Content is not null) carts.Serialize(value.Content, output);
        }

        public LiveCart Deserialize(ReadOnlySpan<byte> bytes) => new(
            bytes.Length > HeaderBytes ? carts.Deserialize(bytes[HeaderBytes..]) : null,
            Instant(BinaryPrimitives.ReadInt64BigEndian(bytes)),
            Instant(BinaryPrimitives.ReadInt64BigEndian(bytes[AbandonedAtOffset..])));

        private static long Micros(DateTimeOffset? time) => time is { } known ? Events.EventTime.Micros(known) : Never;

        private static DateTimeOffset? Instant(long micros) => micros == Never ? null : Events.EventTime.Instant(micros);
    }
}
