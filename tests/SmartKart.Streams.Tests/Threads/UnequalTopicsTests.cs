using SmartKart.Streams.Tests.Embedded;

namespace SmartKart.Streams.Tests.Threads;

/// <summary>Topics of different partition counts in one topology: merged they are processed whole, joined they are refused at the start.</summary>
public sealed class UnequalTopicsTests(EmbeddedBroker broker) : IClassFixture<EmbeddedBroker>
{
    private static readonly Produced<string, string> Strings = Produced.With(Serdes.String(), Serdes.String());

    private StreamsOptions Options => new()
    {
        ApplicationId = broker.NewName("app"),
        StateDirectory = broker.NewFolder(),
        Threads = 3,
        CommitInterval = TimeSpan.FromMilliseconds(50),
    };

    [Fact]
    public async Task A_merge_of_four_partitions_and_two_takes_all_six_whichever_threads_have_them()
    {
        var (orders, returns, to) = (await broker.NewTopicAsync(4), await broker.NewTopicAsync(2), await broker.NewTopicAsync());
        broker.ProduceNumbers(orders, records: 40, partitions: 4, keys: 4);
        broker.ProduceNumbers(returns, records: 20, partitions: 2, keys: 2, from: 100);
        var builder = new StreamBuilder();
        builder.Stream<string, string>(orders).Merge(builder.Stream<string, string>(returns)).To(to);

        await using var application = await Application.RunAsync(broker, builder.Build(), Options);

        using var reader = new TopicReader(broker, to);
        reader.Read(60).Select(record => record.Text).ShouldBe(
            Enumerable.Range(0, 40).Concat(Enumerable.Range(100, 20)).Select(n => $"{n}"), ignoreOrder: true);
    }

    [Fact]
    public async Task A_join_of_four_partitions_with_two_is_refused_at_the_start_with_both_names()
    {
        var (orders, payments) = (await broker.NewTopicAsync(4), await broker.NewTopicAsync(2));
        var builder = new StreamBuilder();
        builder.Stream<string, string>(orders).Join(builder.Table<string, string>(payments), (order, payment) => order + payment)
            .To("unused", Strings);

        var fault = await Should.ThrowAsync<TopologyException>(() => Application.StartAsync(broker, builder.Build(), Options));

        fault.Message.ShouldContain($"'{orders}' and '{payments}'");
        fault.Message.ShouldContain("4 and 2");
        fault.Message.ShouldContain("Repartition");
    }

    [Fact]
    public async Task A_global_table_may_have_any_number_of_partitions_and_what_can_not_be_read_of_it_is_passed_over()
    {
        var (views, prices, to) = (await broker.NewTopicAsync(4), await broker.NewTopicAsync(2), await broker.NewTopicAsync());
        broker.Produce(prices, ("tea", "x", 0), ("tea", "12345678", 0)); // eight bytes are a number
        broker.Produce(views, ("ada", "tea", 3));
        var builder = new StreamBuilder();
        builder.Stream<string, string>(views)
            .Join(builder.GlobalTable<string, long>(prices), (_, product) => product, (product, _) => $"{product} has a price").To(to, Strings);
        var options = Options with { DeserializationExceptionHandler = ExceptionHandlers.DeadLetter, DeadLetterTopic = await broker.NewTopicAsync() };

        await using var application = await Application.RunAsync(broker, builder.Build(), options);

        using var reader = new TopicReader(broker, to);
        reader.Read(1).Select(record => record.Text).ShouldBe(["tea has a price"]);
    }
}
