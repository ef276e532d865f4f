using System.Text;

namespace SmartKart.Schemas.Tests.Binary;

public sealed class StringLengthTests
{
    // The writer guesses the width of the length from the characters; these stand where guess and truth part.
    [Theory]
    [InlineData(1)]
    [InlineData(21)]
    [InlineData(22)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(2730)]
    [InlineData(2731)]
    [InlineData(4095)]
    [InlineData(4096)]
    [InlineData(8191)]
    [InlineData(8192)]
    [InlineData(524_287)]
    [InlineData(1_048_576)]
    public void A_string_fits_exactly_its_bytes_and_not_one_less(int characters)
    {
        foreach (var letter in new[] { "a", "\u00e9", "\u20ac", "\U0001F375" })
        {
            var text = string.Concat(Enumerable.Repeat(letter, characters));
            var utf8 = Encoding.UTF8.GetBytes(text);
            var expected = new byte[utf8.Length + 10];
            var length = WriteLong(expected, utf8.Length);
            utf8.CopyTo(expected, length);
            var exact = expected.AsSpan(0, length + utf8.Length).ToArray();

            Write(text, exact.Length).AsSpan().SequenceEqual(exact).ShouldBeTrue($"{characters} × {letter}");
            Should.Throw<AvroDataException>(() => Write(text, exact.Length - 1)).Problem.ShouldStartWith("the output is full");
            Write(text, exact.Length * 3).AsSpan().SequenceEqual(exact).ShouldBeTrue($"{characters} × {letter}, with room");
            new AvroReader(exact).ReadString().ShouldBe(text);
            exact.Length.ShouldBeLessThanOrEqualTo(AvroSize.String(text, ""));
        }
    }

    [Fact]
    public void A_lone_surrogate_is_refused_naming_the_field() =>
        Should.Throw<AvroDataException>(() => new AvroWriter(new byte[100]).WriteString("a\ud83c", "title")).Message
            .ShouldBe("Avro data, field 'title', byte 0: the string has a lone surrogate, which UTF-8 cannot carry.");

    private static int WriteLong(byte[] output, long value)
    {
        var writer = new AvroWriter(output);
        writer.WriteLong(value);
        return writer.Position;
    }

    private static byte[] Write(string text, int room)
    {
        var output = new byte[room];
        var writer = new AvroWriter(output);
        writer.WriteString(text, "");
        return output[..writer.Position];
    }
}
