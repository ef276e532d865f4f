using System.Text;
using SmartKart.Kafka;
using SmartKart.Streams.Building;

namespace SmartKart.Streams.Tests.Dsl.Building;

public sealed class WindowedKeysTests
{
    [Fact]
    public void Windowed_keys_are_partitioned_by_the_keys_in_them()
    {
        var time = WindowedKeys.PartitionerOf<Windowed<string>, long>(Serdes.TimeWindowed(Serdes.String(), TimeSpan.FromMinutes(1))).ShouldNotBeNull();
        var session = WindowedKeys.PartitionerOf<Windowed<string>, long>(Serdes.SessionWindowed(Serdes.String())).ShouldNotBeNull();
        foreach (var key in new[] { "21", "foobar", "abc" })
        {
            var expected = Murmur2.PartitionOf(Encoding.UTF8.GetBytes(key), 11);
            time("t", new Windowed<string>(key, new Window(0, 60_000)), 1, 11).ShouldBe(expected);
            time("t", new Windowed<string>(key, new Window(60_000, 120_000)), 1, 11).ShouldBe(expected);
            session("t", new Windowed<string>(key, new Window(3, 77)), 1, 11).ShouldBe(expected);
        }
    }

    [Fact]
    public void Keys_without_windows_are_left_to_the_usual_partitioner() => WindowedKeys.PartitionerOf<string, long>(Serdes.String()).ShouldBeNull();
}
