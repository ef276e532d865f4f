using System.Buffers;
using SmartKart.Schemas;
using SmartKart.Streams;

namespace SmartKart.Topologies.Payments;

/// <summary>An attempt. Hot path.</summary>
internal sealed class PaymentAttemptSerde : ISerde<PaymentAttempt>
{
    private const int Version = 1;

    public static PaymentAttemptSerde Instance { get; } = new();

    public void Serialize(PaymentAttempt value, IBufferWriter<byte> output)
    {
        var writer = new AvroWriter(output.GetSpan(PaymentBytes.AttemptBytesMax));
        PaymentBytes.WriteVersion(ref writer, Version);
        PaymentBytes.Write(ref writer, value);
        output.Advance(writer.Position);
    }

    public PaymentAttempt Deserialize(ReadOnlySpan<byte> bytes)
    {
        var reader = new AvroReader(bytes);
        PaymentBytes.ReadVersion(ref reader, Version, "An attempt to pay");
        return PaymentBytes.ReadAttempt(ref reader);
    }
}

/// <summary>A velocity. Hot path.</summary>
internal sealed class VelocitySerde : ISerde<Velocity>
{
    private const int Version = 1;

    public static VelocitySerde Instance { get; } = new();

    public void Serialize(Velocity value, IBufferWriter<byte> output)
    {
        var writer = new AvroWriter(output.GetSpan(PaymentBytes.VelocityBytesMax));
        PaymentBytes.WriteVersion(ref writer, Version);
        PaymentBytes.Write(ref writer, value);
        output.Advance(writer.Position);
    }

    public Velocity Deserialize(ReadOnlySpan<byte> bytes)
    {
        var reader = new AvroReader(bytes);
        PaymentBytes.ReadVersion(ref reader, Version, "A velocity");
        return PaymentBytes.ReadVelocity(ref reader);
    }
}

/// <summary>What is there of a payment's velocities: a bit for each, then they. Hot path.</summary>
internal sealed class RiskPartsSerde : ISerde<RiskParts>
{
    private const int Version = 1;
    private const int HasUser = 1, HasCard = 2, HasAddress = 4;

    public static RiskPartsSerde Instance { get; } = new();

    public void Serialize(RiskParts value, IBufferWriter<byte> output)
    {
        var writer = new AvroWriter(output.GetSpan(3 * PaymentBytes.VelocityBytesMax));
        PaymentBytes.WriteVersion(ref writer, Version);
        writer.WriteInt((value.User is null ? 0 : HasUser) | (value.Card is null ? 0 : HasCard) | (value.Address is null ? 0 : HasAddress));
        if (value.User is { } user) PaymentBytes.Write(ref writer, user);
        if (value.Card is { } card) PaymentBytes.Write(ref writer, card);
        if (value.Address is { } address) PaymentBytes.Write(ref writer, address);
        output.Advance(writer.Position);
    }

    public RiskParts Deserialize(ReadOnlySpan<byte> bytes)
    {
        var reader = new AvroReader(bytes);
        PaymentBytes.ReadVersion(ref reader, Version, "What was measured of a payment");
        var parts = reader.ReadInt();
        return new RiskParts(
            (parts & HasUser) != 0 ? PaymentBytes.ReadVelocity(ref reader) : null,
            (parts & HasCard) != 0 ? PaymentBytes.ReadVelocity(ref reader) : null,
            (parts & HasAddress) != 0 ? PaymentBytes.ReadVelocity(ref reader) : null);
    }
}
