using SmartKart.Backfill.Replay;

namespace SmartKart.Backfill.Tests.Replay;

public sealed class EventTallyTests
{
    [Fact]
    public void The_order_of_events_does_not_matter() => Tally(("a", "1"), ("b", "2"), ("c", "3")).ShouldBe(Tally(("c", "3"), ("a", "1"), ("b", "2")));

    [Fact]
    public void An_event_that_came_twice_in_place_of_another_is_seen()
    {
        var twice = Tally(("a", "1"), ("a", "1"), ("b", "2"), ("b", "2"));
        var once = Tally(("a", "1"), ("b", "2"), ("c", "3"), ("c", "3"));

        (twice.Events, twice.SizeBytes).ShouldBe((once.Events, once.SizeBytes));
        twice.Digest.ShouldNotBe(once.Digest);
    }

    [Fact]
    public void A_byte_that_moves_from_the_key_to_the_value_is_seen() => Tally(("ab", "c")).Digest.ShouldNotBe(Tally(("a", "bc")).Digest);

    [Fact]
    public void Values_that_changed_keys_are_seen() => Tally(("a", "1"), ("b", "2")).Digest.ShouldNotBe(Tally(("a", "2"), ("b", "1")).Digest);

    private static TopicTotals Tally(params (string Key, string Value)[] events)
    {
        using var tally = new EventTally();
        foreach (var (key, value) in events) tally.Add(System.Text.Encoding.UTF8.GetBytes(key), System.Text.Encoding.UTF8.GetBytes(value));
        return tally.Totals;
    }
}
