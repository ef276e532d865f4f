using System.Buffers;
using SmartKart.Streams;
using SmartKart.Streams.Processing;
using SmartKart.Streams.Testing;
using SmartKart.Topologies.Tests.Events;
using SmartKart.Topologies.Watermarks;

namespace SmartKart.Topologies.Tests.Watermarks;

public sealed class WatermarkTests
{
    private static readonly TimingOptions Seconds = new() { Grace = TimeSpan.FromSeconds(10), QuietAfter = TimeSpan.FromSeconds(30) };

    [Fact]
    public void It_is_the_least_that_the_inputs_have_reached_less_the_grace()
    {
        using var at = new Place(Seconds);

        at.Watermark.Advance(0, 60_000);
        at.Watermark.TimeMs.ShouldBeLessThan(0);                         // the other two never spoke
        at.Watermark.Advance(1, 50_000);
        at.Watermark.Advance(2, 40_000);
        at.Watermark.TimeMs.ShouldBe(30_000);
        at.Watermark.Advance(2, 39_000);                                 // time goes back nowhere
        at.Watermark.TimeMs.ShouldBe(30_000);
        at.Watermark.Advance(2, 90_000);
        at.Watermark.TimeMs.ShouldBe(40_000);
    }

    [Fact]
    public void An_event_is_late_by_its_own_inputs_time()
    {
        using var at = new Place(Seconds);
        at.Watermark.Advance(0, 60_000);

        at.Watermark.IsLate(0, 50_000).ShouldBeFalse();
        at.Watermark.IsLate(0, 49_999).ShouldBeTrue();
        at.Watermark.IsLate(1, 0).ShouldBeFalse();
    }

    [Fact]
    public void It_is_kept_over_a_restart()
    {
        using var at = new Place(Seconds);
        for (var input = 0; input < 3; input++) at.Watermark.Advance(input, 60_000);

        at.Again(Seconds).TimeMs.ShouldBe(50_000);
    }

    [Fact]
    public void Only_inputs_that_the_task_reads_itself_go_by_the_wall_clock_and_only_when_they_are_quiet()
    {
        using var at = new Place(Seconds);
        at.Watermark.Advance(2, 1_000_000);                              // read elsewhere: that task says it
        at.Watermark.Advance(0, 5_000);
        at.Watermark.GoByWallClock(1_000);
        at.Watermark.GoByWallClock(29_999);
        at.Watermark.TimeMs.ShouldBeLessThan(0);
        at.Watermark.Advance(1, 25_000);
        at.Watermark.GoByWallClock(31_000);                              // 0 is quiet for 30 s, 1 just spoke

        at.Watermark.TimeMs.ShouldBe(15_000);
    }

    [Fact]
    public void Without_the_wall_clock_a_quiet_input_holds_time_back()
    {
        using var at = new Place(Seconds with { WallClock = false });
        at.Watermark.Advance(1, 60_000);
        at.Watermark.Advance(2, 60_000);
        at.Watermark.GoByWallClock(1_000_000);
        at.Watermark.GoByWallClock(2_000_000);

        at.Watermark.TimeMs.ShouldBeLessThan(0);
    }

    [Fact]
    public void A_value_travels_with_how_far_its_partition_is_and_the_time_alone_goes_to_each()
    {
        var serde = new WatermarkedSerde<string>(Serdes.String());
        foreach (var told in new[] { new Watermarked<string>(3, 1234, -1, "tea"), new Watermarked<string>(3, 1234, 7, null), new Watermarked<string>(0, 1, -1, "") })
        {
            var output = new ArrayBufferWriter<byte>();
            serde.Serialize(told, output);
            serde.Deserialize(output.WrittenSpan).ShouldBe(told);
        }
        Watermarked<string>.PartitionOf("topic", "key", new(3, 1234, -1, "tea"), 12).ShouldBe(-1);
        Watermarked<string>.PartitionOf("topic", "", new(3, 1234, 7, null), 12).ShouldBe(7);
    }

    /// <summary>A task with a watermark of two inputs of its own and one that is read elsewhere; the wall clock begins in 1970.</summary>
    private sealed class Place : IDisposable
    {
        private readonly Listener _listener;
        private readonly TopologyTestDriver _driver;

        public Place(TimingOptions timing)
        {
            _listener = new Listener();
            _driver = Shop.Driver(new Topology()
                .AddSource("source", ["in"], Serdes.String(), Serdes.String())
                .AddProcessor("listener", () => _listener, "source")
                .AddStateStore(Topologies.Watermarks.Watermark.Store("times"), "listener"));
            Watermark = Again(timing);
        }

        public Watermark Watermark { get; }

        public Watermark Again(TimingOptions timing) => new(_listener.Context!, "times", ownInputs: 2, toldInputs: 1, timing); // the driver has started it

        public void Dispose() => _driver.Dispose();
    }

    private sealed class Listener : IProcessor<string, string, string, string>
    {
        public IProcessorContext<string, string>? Context { get; private set; }

        public void Init(IProcessorContext<string, string> context) => Context = context;

        public void Process(in Record<string, string> record) { }
    }
}
