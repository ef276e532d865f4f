using SmartKart.Schemas.Catalogue;

namespace SmartKart.Schemas.Tests.Catalogue;

public sealed class DurationTextTests
{
    [Theory]
    [InlineData("30s", 30)]
    [InlineData("15m", 15 * 60)]
    [InlineData("25h", 25 * 3600)]
    [InlineData("7d", 7 * 86400)]
    public void A_number_and_a_unit_are_read_and_written_back(string text, int seconds)
    {
        DurationText.TryParse(text, out var duration).ShouldBeTrue();

        duration.ShouldBe(TimeSpan.FromSeconds(seconds));
        DurationText.Format(duration).ShouldBe(text);
    }

    [Fact]
    public void A_duration_is_written_in_its_largest_unit() => DurationText.Format(TimeSpan.FromHours(48)).ShouldBe("2d");

    [Theory]
    [InlineData("")]
    [InlineData("d")]
    [InlineData("7")]
    [InlineData("0d")]
    [InlineData("-7d")]
    [InlineData("+7d")]
    [InlineData("7 d")]
    [InlineData("1.5h")]
    [InlineData("7w")]
    [InlineData("7D")]
    [InlineData("20000000d")]
    [InlineData("99999999999d")]
    public void Anything_else_is_refused(string text) => DurationText.TryParse(text, out _).ShouldBeFalse();
}
