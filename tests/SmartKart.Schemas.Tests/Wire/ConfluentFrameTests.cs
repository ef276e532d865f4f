namespace SmartKart.Schemas.Tests.Wire;

public sealed class ConfluentFrameTests
{
    [Theory]
    [InlineData(1, "0000000001")]
    [InlineData(0x01020304, "0001020304")]
    [InlineData(int.MaxValue, "007FFFFFFF")]
    public void A_head_is_a_zero_and_the_id_big_endian(int id, string golden)
    {
        var head = new byte[ConfluentFrame.HeaderBytes];

        ConfluentFrame.WriteHeader(new SchemaId(id), head);

        Convert.ToHexString(head).ShouldBe(golden);
        ConfluentFrame.ReadHeader([.. head, 0xFF]).ShouldBe(new SchemaId(id));
    }

    [Theory]
    [InlineData("", FrameFault.Truncated)]
    [InlineData("00", FrameFault.Truncated)]
    [InlineData("00000000", FrameFault.Truncated)]
    [InlineData("01", FrameFault.WrongMagicByte)]
    [InlineData("7B0000000100", FrameFault.WrongMagicByte)]
    [InlineData("0000000001", FrameFault.None)]
    public void A_head_that_is_none_is_a_value(string bytes, FrameFault fault)
    {
        ConfluentFrame.TryReadHeader(Convert.FromHexString(bytes), out var id).ShouldBe(fault);

        id.Value.ShouldBe(fault == FrameFault.None ? 1 : 0);
    }

    [Theory]
    [InlineData("", 0, "Confluent wire format, byte 0: the message ends inside its head of 5 bytes. An empty value is a tombstone")]
    [InlineData("000000", 3, "Confluent wire format, byte 3: the message ends inside its head of 5 bytes. It was cut short")]
    [InlineData("7B22", 0, "Confluent wire format, byte 0: the magic byte is 0x7b, not 0x00.")]
    public void A_head_that_is_none_is_an_error_with_its_place(string bytes, int offset, string told)
    {
        var error = Should.Throw<ConfluentFrameException>(() => ConfluentFrame.ReadHeader(Convert.FromHexString(bytes)));

        error.Offset.ShouldBe(offset);
        error.Message.ShouldStartWith(told);
    }

    [Fact]
    public void An_output_without_room_for_the_head_is_left_as_it_was()
    {
        var output = new byte[] { 9, 9, 9, 9 };

        Should.Throw<ArgumentOutOfRangeException>(() => ConfluentFrame.WriteHeader(new SchemaId(1), output));

        output.ShouldBe([9, 9, 9, 9]);
    }
}
