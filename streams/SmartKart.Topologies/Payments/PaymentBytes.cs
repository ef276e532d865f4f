using SmartKart.Schemas;
using SmartKart.Streams;

namespace SmartKart.Topologies.Payments;

/// <summary>
/// The parts of what is kept of payments, in Avro's binary encoding of ints, longs, strings, booleans and doubles. Each value begins with the version
/// of its layout, so that a field may be added. Hot path: dozens of attempts are read for a payment.
/// </summary>
internal static class PaymentBytes
{
    /// <summary>What an attempt takes at most: five ids of 256 characters, and what stands between them.</summary>
    public const int AttemptBytesMax = (5 * 256 * 3) + 128;

    /// <summary>The same of a velocity, which has one.</summary>
    public const int VelocityBytesMax = AttemptBytesMax + 128;

    private const int GuidBytes = 16;
    private const int DecimalParts = 4;
    private const int IsRefused = 1, IsAttempt = 2, IsFirst = 4, HasCard = 8, HasAddress = 16;

    public static void WriteVersion(ref AvroWriter writer, int version) => writer.WriteInt(version);

    /// <exception cref="SerializationException">They are of another version.</exception>
    public static void ReadVersion(ref AvroReader reader, int version, string what)
    {
        var found = reader.ReadInt();
        if (found != version) throw new SerializationException(
            $"{what} is in the layout {found}, and this worker reads {version}. A newer worker wrote it: run that one, or reset the topology.");
    }

    public static void Write(ref AvroWriter writer, PaymentAttempt attempt)
    {
        Span<byte> id = stackalloc byte[GuidBytes];
        attempt.EventId.TryWriteBytes(id, bigEndian: true, out _);
        writer.WriteFixed(id, GuidBytes, "event_id");
        writer.WriteInt(
            (attempt.IsRefused ? IsRefused : 0) | (attempt.IsAttempt ? IsAttempt : 0) | (attempt.IsFirst ? IsFirst : 0)
            | (attempt.Card is null ? 0 : HasCard) | (attempt.Address is null ? 0 : HasAddress));
        writer.WriteLong(attempt.AtMicros);
        Write(ref writer, attempt.Amount);
        writer.WriteString(attempt.Currency, "currency");
        writer.WriteString(attempt.PaymentId, "payment_id");
        writer.WriteString(attempt.OrderId, "order_id");
        writer.WriteString(attempt.UserId, "user_id");
        if (attempt.Card is { } card) writer.WriteString(card, "card_fingerprint");
        if (attempt.Address is { } address) writer.WriteString(address, "billing_address_hash");
    }

    public static PaymentAttempt ReadAttempt(ref AvroReader reader)
    {
        var id = new Guid(reader.ReadFixed(GuidBytes), bigEndian: true);
        var flags = reader.ReadInt();
        var atMicros = reader.ReadLong();
        var amount = ReadDecimal(ref reader);
        var currency = reader.ReadString();
        var (payment, order, user) = (reader.ReadString(), reader.ReadString(), reader.ReadString());
        var card = (flags & HasCard) != 0 ? reader.ReadString() : null;
        var address = (flags & HasAddress) != 0 ? reader.ReadString() : null;
        return new PaymentAttempt(
            id, payment, order, user, card, address, atMicros, amount, currency,
            (flags & IsRefused) != 0, (flags & IsAttempt) != 0, (flags & IsFirst) != 0);
    }

    public static void Write(ref AvroWriter writer, Velocity velocity)
    {
        writer.WriteInt((int)velocity.Payer);
        Write(ref writer, velocity.Payment);
        writer.WriteInt(velocity.Attempts10m);
        writer.WriteInt(velocity.Attempts1h);
        writer.WriteInt(velocity.Attempts24h);
        writer.WriteInt(velocity.Declines24h);
        Write(ref writer, velocity.Amount1h);
        Write(ref writer, velocity.Amount24h);
        writer.WriteInt(velocity.Cards24h);
        writer.WriteInt(velocity.Users24h);
        writer.WriteBoolean(velocity.Deviation30d is not null);
        if (velocity.Deviation30d is { } deviation) writer.WriteDouble(deviation);
    }

    public static Velocity ReadVelocity(ref AvroReader reader) => new(
        (Payer)reader.ReadInt(), ReadAttempt(ref reader), reader.ReadInt(), reader.ReadInt(), reader.ReadInt(), reader.ReadInt(), ReadDecimal(ref reader),
        ReadDecimal(ref reader), reader.ReadInt(), reader.ReadInt(), reader.ReadBoolean() ? reader.ReadDouble() : null);

    // The 96 bits of its number, low ones first, then sign and scale: small amounts are few bytes.
    private static void Write(ref AvroWriter writer, decimal value)
    {
        Span<int> parts = stackalloc int[DecimalParts];
        decimal.GetBits(value, parts);
        foreach (var part in parts) writer.WriteInt(part);
    }

    private static decimal ReadDecimal(ref AvroReader reader) => new([reader.ReadInt(), reader.ReadInt(), reader.ReadInt(), reader.ReadInt()]);
}
