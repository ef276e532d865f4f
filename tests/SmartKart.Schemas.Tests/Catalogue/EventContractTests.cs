using SmartKart.Schemas.Catalogue;

namespace SmartKart.Schemas.Tests.Catalogue;

/// <summary>Catalogue and schemas, held together.</summary>
public sealed class EventContractTests
{
    public static TheoryData<string> TopicNames => new(TopicCatalog.Shipped.All.Select(topic => topic.Name));

    [Fact]
    public void Every_schema_has_a_topic_and_every_topic_a_schema() =>
        EventSchemas.Shipped.ByTopic.Keys.ShouldBe(TopicCatalog.Shipped.All.Select(topic => topic.Name), ignoreOrder: true);

    [Theory]
    [MemberData(nameof(TopicNames))]
    public void A_contract_keeps_every_rule(string topic) => ContractRules.Breaches(EventSchemas.Shipped.ByTopic[topic]).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(TopicNames))]
    public void A_record_is_named_for_its_topic(string topic)
    {
        // A dead letter is one of many, and its topic says so; the other topics are named for what happened.
        var expected = topic == Topics.DeadLetters ? "DeadLetter" : string.Concat(topic.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

        EventSchemas.Shipped.Of(TopicCatalog.Shipped[topic]).FullName.ShouldBe($"smartkart.events.{expected}");
    }

    [Theory]
    [MemberData(nameof(TopicNames))]
    public void A_topics_key_is_a_string_that_every_event_has(string topic)
    {
        var key = EventSchemas.Shipped.ByTopic[topic].Field(TopicCatalog.Shipped[topic].Key);

        key.ShouldNotBeNull().Schema.Type.ShouldBe(AvroType.String);
    }

    [Fact]
    public void Every_shared_type_is_used_by_more_than_one_event()
    {
        foreach (var type in EventSchemas.Shipped.Shared)
            EventSchemas.Shipped.ByTopic.Values.Count(record => record.ToString().Contains($"\"{type.Name.Name}\"", StringComparison.Ordinal))
                .ShouldBeGreaterThan(1, $"{type.FullName} is shared by nobody; move it into the one event that uses it");
    }

    [Fact]
    public void Topics_joined_by_order_or_user_have_equal_partitions()
    {
        foreach (var joined in TopicCatalog.Shipped.All.Where(topic => topic.Key is "order_id" or "user_id").GroupBy(topic => topic.Key))
            joined.Select(topic => topic.Partitions).Distinct().ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(Topics.Clickstream, "user_id session_id query device_id")]
    [InlineData(Topics.CartUpdated, "user_id session_id device_id")]
    [InlineData(Topics.InventoryUpdated, "")]
    [InlineData(Topics.OrderPlaced, "user_id session_id shipping_address_hash billing_address_hash network_address device_id")]
    [InlineData(Topics.OrderStatusChanged, "user_id")]
    [InlineData(Topics.PaymentProcessed, "user_id session_id card_fingerprint billing_address_hash shipping_address_hash network_address device_id")]
    [InlineData(Topics.ProductUpserted, "")]
    [InlineData(Topics.ProductReviewed, "user_id title body")]
    [InlineData(Topics.CartAbandoned, "user_id session_id device_id")]
    [InlineData(Topics.SessionClosed, "session_id user_id device_id")]
    [InlineData(Topics.OrderAnomalyDetected, "user_id")]
    [InlineData(Topics.StockLevelCrossed, "")]
    [InlineData(Topics.PaymentRiskMeasured, "user_id")]
    [InlineData(Topics.FraudScored, "user_id")]
    [InlineData(Topics.ForecastPublished, "")]
    [InlineData(Topics.DriftDetected, "")]
    [InlineData(Topics.DeadLetters, "key value exception_message stack_trace")]
    public void The_personal_data_of_an_event_is_just_this(string topic, string fields) =>
        string.Join(' ', EventSchemas.Shipped.ByTopic[topic].Fields.Where(field => field.IsPersonal()).Select(field => field.Name)).ShouldBe(fields);

    [Fact]
    public void The_hottest_event_stays_lean()
    {
        var clickstream = EventSchemas.Shipped.ByTopic[Topics.Clickstream];

        clickstream.Fields.Count.ShouldBeLessThanOrEqualTo(20);
        clickstream.Fields.ShouldAllBe(field => !(field.Schema is RecordSchema || field.Schema is ArraySchema || field.Schema is MapSchema));
    }

    [Fact]
    public void A_topic_whose_catalogue_and_schema_disagree_is_refused()
    {
        var topic = TopicCatalog.Shipped[Topics.Clickstream];

        Should.Throw<TopicCatalogException>(() => EventSchemas.Shipped.Of(topic with { ValueSchema = "smartkart.events.Click" }))
            .Message.ShouldContain("has the value 'smartkart.events.Click' in schemas/topics.yaml, but its schema is 'smartkart.events.Clickstream'");
        Should.Throw<TopicCatalogException>(() => EventSchemas.Shipped.Of(topic with { Name = "clicks" }))
            .Message.ShouldContain("Add schemas/events/clicks.avsc");
    }

    [Fact]
    public void A_topics_file_that_holds_no_record_is_refused() =>
        Should.Throw<TopicCatalogException>(() => EventSchemas.Parse([("events/sizes.avsc", "\"long\"")]))
            .Message.ShouldStartWith("schemas/events/sizes.avsc: the file holds 'long', which is not a record.");
}
