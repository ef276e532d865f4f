using SmartKart.Backfill.Histories;
using SmartKart.Backfill.Simulation;
using SmartKart.Benchmarks.Harness;
using SmartKart.Benchmarks.Measuring;
using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Events;
using SmartKart.FeatureStore.Views;
using SmartKart.Schemas;
using SmartKart.Schemas.Events;
using SmartKart.Warehouse.DuckDb;

namespace SmartKart.Benchmarks.Questions.Features;

/// <summary>
/// How fast do events' bytes become the rows of views, and Parquet? The clicks and orders of simulated days, on one thread, DuckDB's included. Rows are
/// read for all the shipped views of a topic in one pass; beside it, what the generated record costs, from which no view has read a field yet.
/// </summary>
public sealed class EventSpeed : IBenchmark
{
    private const int Clicks = 5_000;       // about a megabyte: beyond the first caches, as a stream is
    private const int Orders = 1_000;

    /// <inheritdoc />
    public string Name => "events";

    /// <inheritdoc />
    public string Description => "How fast the bytes of events become rows for the feature views, and Parquet files of history.";

    /// <inheritdoc />
    public IReadOnlyList<Metric> Metrics { get; } =
    [
        new("click_rows_per_s", "{event}/s", "clicks read into rows for all the shipped views of clickstream", Target.AtLeast(1_000_000)),
        new("click_rows_alloc_b", "By", "bytes allocated by one: strings that were not read lately", Target.AtMost(50)),
        new("older_rows_per_s", "{event}/s", "the same, of another version than the contract"),
        new("order_rows_per_s", "{event}/s", "orders read into rows, of themselves and of their lines, for all the shipped views of order_placed"),
        new("record_per_s", "{event}/s", "clicks decoded into generated records"),
        new("click_history_per_s", "{event}/s", "clicks written to Parquet", Target.AtLeast(100_000)),
        new("order_history_per_s", "{event}/s", "orders with their lines written to Parquet", Target.AtLeast(100_000)),
        new("click_history_alloc_b", "By", "bytes allocated by a click written to Parquet", Target.AtMost(50)),
    ];

    /// <inheritdoc />
    public async Task<IReadOnlyDictionary<string, double>> RunAsync(BenchmarkRun run, CancellationToken cancel)
    {
        run.Say("simulating clicks and orders");
        var history = new SimulatedHistory(new SimulationOptions()).Read(new RowAccount(), cancel).ToArray();
        var clicks = Bytes<Clickstream>(history, Clicks);
        var orders = Bytes<OrderPlaced>(history, Orders);
        var older = (RecordSchema)AvroSchema.Parse(ClickstreamCodec.Schema.ToString().Replace("\"name\":\"variant\"", "\"name\":\"arm\"", StringComparison.Ordinal));
        await using var connection = new DuckDbConnection("Data Source=:memory:;Threads=1");
        await connection.OpenAsync(cancel);
        var folder = Directory.CreateTempSubdirectory("smartkart-events-");
        try
        {
            var medians = await Race.RunAsync(
                [
                    Rows("click_rows", "clickstream", ClickstreamCodec.Schema, clicks), Rows("older_rows", "clickstream", older, clicks),
                    Rows("order_rows", "order_placed", OrderPlacedCodec.Schema, orders), Records(clicks),
                    new HistoryRun("click_history", connection, folder.FullName, "clickstream", clicks),
                    new HistoryRun("order_history", connection, folder.FullName, "order_placed", orders),
                ],
                run.Say, cancel);
            var measured = medians.SelectMany(numbers => numbers).ToDictionary(number => number.Key, number => number.Value);
            return Metrics.ToDictionary(metric => metric.Name, metric => measured[metric.Name]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static byte[][] Bytes<T>(HistoryEvent[] history, int count) where T : class, IAvroRecord<T>
    {
        var buffer = new byte[1 << 16];
        var events = history.OfType<HistoryEvent<T>>().Take(count).Select(one => buffer[..T.Encode(one.Value, buffer)]).ToArray();
        return events.Length > 0 ? events : throw new InvalidOperationException($"The simulation made no {typeof(T).Name}: lengthen it.");
    }

    private static HotLoop Rows(string name, string topic, RecordSchema writer, byte[][] events)
    {
        var views = DefinitionSet.Shipped.Views.Where(view => view.Source?.Topic.Name == topic).Select(ViewPlan.Compile).ToArray();
        var (reader, next) = (TopicRows.Compile(writer, views).NewReader(), 0);
        return new HotLoop(name, count =>
        {
            for (var i = 0; i < count; i++)
            {
                reader.Read(events[next]);
                foreach (var rows in reader.Rows)
                    for (var row = 0; row < rows.Count; row++) rows.At(row);
                if (++next == events.Length) next = 0;
            }
        });
    }

    private static HotLoop Records(byte[][] events)
    {
        var next = 0;
        return new HotLoop("record", count =>
        {
            for (var i = 0; i < count; i++)
            {
                ClickstreamCodec.Decode(events[next]);
                if (++next == events.Length) next = 0;
            }
        });
    }
}
