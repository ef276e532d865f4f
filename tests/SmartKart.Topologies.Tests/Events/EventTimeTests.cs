using SmartKart.Topologies.Events;

namespace SmartKart.Topologies.Tests.Events;

public sealed class EventTimeTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(999, 0)]
    [InlineData(1000, 1)]
    [InlineData(-1, -1)]
    [InlineData(-1000, -1)]
    [InlineData(-1001, -2)]
    [InlineData(253_402_300_799_999_999, 253_402_300_799_999)]
    public void The_millisecond_of_a_microsecond_is_its_floor_before_1970_too(long micros, long ms) => EventTime.Ms(micros).ShouldBe(ms);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1_772_366_400_123_456)]
    public void An_instant_is_its_microseconds(long micros) => EventTime.Micros(EventTime.Instant(micros)).ShouldBe(micros);
}
