using System.Buffers;
using SmartKart.Streams;
using SmartKart.Topologies.Payments;

namespace SmartKart.Topologies.Tests.Payments;

public sealed class PaymentSerdesTests
{
    private static readonly PaymentAttempt Full = new(
        Guid.Parse("0192d1a4-5b6c-7d8e-9f00-112233445566"), "p1", "o1", "ada", "visa", "home", 1_700_000_000_000_000, 12.3400m, "GBP",
        IsRefused: true, IsAttempt: true, IsFirst: true);

    public static TheoryData<int> Attempts => [0, 1, 2, 3, 4];

    private static PaymentAttempt[] All { get; } =
    [
        Full,
        Full with { Card = null, Address = null, IsRefused = false },
        Full with { Card = null, IsFirst = false },
        Full with { AtMicros = -1, Amount = decimal.MaxValue, Address = "", IsAttempt = false },
        Full with
        {
            // As long as ids may be, of letters of three bytes each.
            PaymentId = new string('界', 256), OrderId = new string('界', 256), UserId = new string('界', 256), Card = new string('界', 256),
            Address = new string('界', 256), Amount = 0.0001m,
        },
    ];

    [Theory]
    [MemberData(nameof(Attempts))]
    public void An_attempt_is_read_as_it_was_written(int at) => Read(PaymentAttemptSerde.Instance, All[at]).ShouldBe(All[at]);

    [Theory]
    [MemberData(nameof(Attempts))]
    public void So_are_velocities_and_what_is_there_of_them(int at)
    {
        var user = new Velocity(Payer.User, All[at], 1, 2, 3, 4, 5.5m, -6.25m, 7, 8, 1.0 / 3);
        var card = new Velocity(Payer.Card, All[at], int.MaxValue, 0, -1, 0, 0m, decimal.MinValue, 0, 0, Deviation30d: null);
        var address = card with { Payer = Payer.Address };

        Read(VelocitySerde.Instance, user).ShouldBe(user);
        Read(VelocitySerde.Instance, card).ShouldBe(card);
        foreach (var parts in new RiskParts[] { RiskParts.None, new(user, null, null), new(null, card, address), new(user, card, address) })
            Read(RiskPartsSerde.Instance, parts).ShouldBe(parts);
    }

    [Fact]
    public void The_bytes_are_these() => Convert.ToHexString(Bytes(PaymentAttemptSerde.Instance, Full)).ShouldBe(
        "02" + "0192D1A45B6C7D8E9F00112233445566" + "3E" + "8080F28183898506" + "90880F0000808020" + "06474250" + "047031" + "046F31" + "06616461" + "0876697361" + "08686F6D65");

    [Fact]
    public void Bytes_of_a_layout_that_is_not_known_name_it()
    {
        var bytes = Bytes(PaymentAttemptSerde.Instance, Full);
        bytes[0] = 4;       // zigzag of 2

        Should.Throw<SerializationException>(() => PaymentAttemptSerde.Instance.Deserialize(bytes)).Message.ShouldContain("layout 2");
    }

    private static T Read<T>(ISerde<T> serde, T value) => serde.Deserialize(Bytes(serde, value));

    private static byte[] Bytes<T>(ISerde<T> serde, T value)
    {
        var output = new ArrayBufferWriter<byte>();
        serde.Serialize(value, output);
        return output.WrittenSpan.ToArray();
    }
}
