using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Events;
using SmartKart.FeatureStore.Views;
using SmartKart.Schemas;

namespace SmartKart.FeatureStore.Tests.Events;

public sealed class ReadingCostTests
{
    [Theory]
    [InlineData("clickstream")]
    [InlineData("order_placed")]
    [InlineData("cart_updated")]
    public void Events_whose_texts_came_lately_allocate_nothing(string topic)
    {
        var reader = Reader(topic, GeneratedEvents.Contract(topic));
        var events = Events(topic, count: 40);       // few enough that their texts seldom share a place of the pool
        Read(reader, events, passes: 3);
        Allocated(() => Read(reader, events, passes: 100)).ShouldBeLessThan(50 * 100 * events.Length);
    }

    [Fact]
    public void An_event_of_another_version_allocates_no_bytes_of_its_own()
    {
        var contract = GeneratedEvents.Contract("clickstream");
        var writer = (RecordSchema)AvroSchema.Parse(contract.ToString().Replace("\"name\":\"variant\"", "\"name\":\"arm\"", StringComparison.Ordinal));
        var reader = Reader("clickstream", writer);
        var events = Events("clickstream", count: 40);
        Read(reader, events, passes: 3);
        Allocated(() => Read(reader, events, passes: 100)).ShouldBeLessThan(50 * 100 * events.Length);
    }

    private static RowReader Reader(string topic, RecordSchema writer) => TopicRows.Compile(
        writer, [.. DefinitionSet.Shipped.Views.Where(view => view.Source?.Topic.Name == topic).Select(ViewPlan.Compile)]).NewReader();

    private static byte[][] Events(string topic, int count)
    {
        var random = new RandomEvents(seed: 10);
        var contract = GeneratedEvents.Contract(topic);
        return [.. Enumerable.Range(0, count).Select(_ => Short(random, contract))];
    }

    // Texts over the pool's length are strings each time, and not what is measured here.
    private static byte[] Short(RandomEvents random, RecordSchema contract)
    {
        byte[] bytes;
        do bytes = random.Bytes(contract);
        while (bytes.Length > 400);
        return bytes;
    }

    private static void Read(RowReader reader, byte[][] events, int passes)
    {
        for (var pass = 0; pass < passes; pass++)
            foreach (var bytes in events) reader.Read(bytes);
    }

    private static long Allocated(Action action)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
