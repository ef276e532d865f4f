namespace SmartKart.Streams.Tests.Records;

public sealed class OptionalTests
{
    [Fact]
    public void Null_is_none_and_a_default_number_is_a_value()
    {
        Optional<string>.Of(null).HasValue.ShouldBeFalse();
        Optional<long?>.Of(null).HasValue.ShouldBeFalse();
        Optional<long>.Of(0).TryGet(out var zero).ShouldBeTrue();
        zero.ShouldBe(0);
    }
}
