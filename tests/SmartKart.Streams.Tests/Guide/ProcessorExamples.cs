using SmartKart.Streams.Processing;
using SmartKart.Streams.State;
using SmartKart.Streams.Testing;

namespace SmartKart.Streams.Tests.Guide;

/// <summary>The guide's examples of the Processor API and of errors.</summary>
public sealed class ProcessorExamples
{
    /// <summary>Forwards a reminder for each cart that was left alone for thirty minutes.</summary>
    private sealed class Reminder : IProcessor<string, long, string, long>
    {
        private static readonly TimeSpan Idle = TimeSpan.FromMinutes(30);
        private IProcessorContext<string, long>? _context;
        private IKeyValueStore<string, long>? _lastTouched;

        public void Init(IProcessorContext<string, long> context)
        {
            _context = context;
            _lastTouched = context.GetStateStore<IKeyValueStore<string, long>>("last-touched");
            context.Schedule(TimeSpan.FromMinutes(1), PunctuationType.StreamTime, Remind);
        }

        public void Process(in Record<string, long> record) => _lastTouched!.Put(record.Key, record.TimestampMs);

        private void Remind(long nowMs)
        {
            var idle = new List<string>();
            foreach (var (cart, touchedMs) in _lastTouched!.All())
                if (nowMs - touchedMs >= Idle.TotalMilliseconds) idle.Add(cart);
            foreach (var cart in idle)
            {
                _context!.Forward(new Record<string, long>(cart, nowMs, nowMs));
                _lastTouched.Delete(cart);
            }
        }
    }

    [Fact]
    public void A_processor_with_a_store_and_a_punctuation()
    {
        var builder = new StreamBuilder();
        builder.AddStateStore(Stores.KeyValueStoreBuilder(Stores.PersistentKeyValueStore("last-touched"), Serdes.String(), Serdes.Int64()));
        builder.Stream<string, long>("carts")
            .Process(() => new Reminder(), named: "reminder", "last-touched")
            .To("reminders", Produced.With(Serdes.String(), Serdes.Int64()));

        using var driver = new TopologyTestDriver(builder.Build());
        var carts = driver.CreateInputTopic<string, long>("carts");
        var reminders = driver.CreateOutputTopic<string, long>("reminders");
        carts.PipeInput("c-1", 3, timestampMs: 0);
        carts.PipeInput("c-2", 1, timestampMs: 29 * 60_000);
        reminders.IsEmpty.ShouldBeTrue();
        carts.PipeInput("c-3", 1, timestampMs: 30 * 60_000);
        reminders.ReadRecords().Select(record => record.Key).ShouldBe(["c-1"]);
    }

    [Fact]
    public void A_record_that_cannot_be_read_goes_to_the_dead_letters()
    {
        var builder = new StreamBuilder();
        builder.Stream<string, long>("payments").MapValues(amount => 1_000 / amount).To("shares");

        using var driver = new TopologyTestDriver(builder.Build(), new TopologyTestDriverOptions
        {
            DeserializationExceptionHandler = ExceptionHandlers.DeadLetter,
            ProcessingExceptionHandler = ExceptionHandlers.DeadLetter,
            DeadLetterTopic = "dead_letters",
        });
        driver.CreateInputTopic<string, string>("payments").PipeInput("ada", "not a number");    // no 8 bytes
        driver.CreateInputTopic<string, long>("payments").PipeInput("ada", 0);                   // divides by zero
        driver.CreateInputTopic<string, long>("payments").PipeInput("ada", 4);

        driver.CreateOutputTopic<string, long>("shares").ReadRecord().Value.ShouldBe(250);
        var letters = driver.CreateOutputTopic<string, byte[]>("dead_letters").ReadRecords();
        letters.Count.ShouldBe(2);
        System.Text.Encoding.UTF8.GetString(letters[0].Headers.Last("__streams.errors.topic")!.Value.Span).ShouldBe("payments");
        System.Text.Encoding.UTF8.GetString(letters[1].Headers.Last("__streams.errors.exception")!.Value.Span).ShouldBe("System.DivideByZeroException");
    }
}
