using System.Text;
using SmartKart.Streams.State.Bytes;

namespace SmartKart.Streams.Tests.Serialization;

public sealed class SerdesTests
{
    [Fact]
    public void Values_are_written_as_Javas_serdes_write_them()
    {
        Hex(Serdes.Int32(), -2).ShouldBe("FFFFFFFE");
        Hex(Serdes.Int64(), 258).ShouldBe("0000000000000102");
        Hex(Serdes.Double(), 1.5).ShouldBe("3FF8000000000000");
        Hex(Serdes.Boolean(), true).ShouldBe("01");
        Hex(Serdes.String(), "té").ShouldBe("74C3A9");
        Hex(Serdes.ByteArray(), [1, 2]).ShouldBe("0102");
        Encoding.ASCII.GetString(Bytes(Serdes.Guid(), new Guid("0123ABCD-0000-1111-2222-333344445555"))).ShouldBe("0123abcd-0000-1111-2222-333344445555");
        Hex(Serdes.TimeWindowed(Serdes.String(), TimeSpan.FromMilliseconds(10)), new("a", new(258, 268))).ShouldBe("61" + "0000000000000102");
        Hex(Serdes.SessionWindowed(Serdes.String()), new("a", new(1, 258))).ShouldBe("61" + "0000000000000102" + "0000000000000001");
    }

    [Fact]
    public void What_is_written_is_read()
    {
        Again(Serdes.Int32(), int.MinValue);
        Again(Serdes.Int64(), long.MaxValue);
        Again(Serdes.Double(), -0.1);
        Again(Serdes.Boolean(), false);
        Again(Serdes.String(), "a cart of tea ☕");
        Again(Serdes.Guid(), new Guid("0123ABCD-0000-1111-2222-333344445555"));
        Again(Serdes.Utf8Json<Cart>(), new Cart("tea", 3));
        Again(Serdes.TimeWindowed(Serdes.String(), TimeSpan.FromMilliseconds(10)), new Windowed<string>("", new(-20, -10)));
        Again(Serdes.SessionWindowed(Serdes.Int32()), new Windowed<int>(4, new(-20, 100)));
    }

    [Fact]
    public void Bytes_of_another_length_say_how_many_were_expected_and_found()
    {
        Should.Throw<SerializationException>(() => Serdes.Int32().Deserialize(new byte[8])).Message.ShouldContain("An Int32 takes 4 bytes, and there are 8");
        Should.Throw<SerializationException>(() => Serdes.Int64().Deserialize([])).Message.ShouldContain("takes 8 bytes, and there are 0");
        Should.Throw<SerializationException>(() => Serdes.Double().Deserialize(new byte[3])).Message.ShouldContain("takes 8 bytes, and there are 3");
        Should.Throw<SerializationException>(() => Serdes.Guid().Deserialize(new byte[16])).Message.ShouldContain("takes 36 bytes, and there are 16");
        Should.Throw<SerializationException>(() => Serdes.SessionWindowed(Serdes.Int32()).Deserialize(new byte[15])).Message.ShouldContain("at least 16");
    }

    [Fact]
    public void Bytes_that_are_no_such_value_are_an_error_and_not_a_guess()
    {
        Should.Throw<SerializationException>(() => Serdes.Boolean().Deserialize([2])).Message.ShouldContain("0 or 1, and this is 2");
        Should.Throw<SerializationException>(() => Serdes.String().Deserialize([0x61, 0xFF])).Message.ShouldContain("at 1");
        Should.Throw<SerializationException>(() => Bytes(Serdes.String(), "\ud800"));
        Should.Throw<SerializationException>(() => Serdes.Guid().Deserialize(new byte[36]));
        Should.Throw<SerializationException>(() => Serdes.Utf8Json<Cart>().Deserialize("{"u8)).Message.ShouldContain("Cart");
        Should.Throw<SerializationException>(() => Serdes.Utf8Json<Cart>().Deserialize("null"u8));
    }

    private static void Again<T>(ISerde<T> serde, T value) => serde.Deserialize(Bytes(serde, value)).ShouldBe(value);

    private static string Hex<T>(ISerde<T> serde, T value) => Convert.ToHexString(Bytes(serde, value));

    private static byte[] Bytes<T>(ISerde<T> serde, T value)
    {
        var output = new ByteBuffer();
        serde.Serialize(value, output);
        return output.Written.ToArray();
    }

    private sealed record Cart(string Item, int Count);
}
