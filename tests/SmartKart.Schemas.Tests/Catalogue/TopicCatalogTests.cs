using System.Reflection;
using SmartKart.Schemas.Catalogue;

namespace SmartKart.Schemas.Tests.Catalogue;

public sealed class TopicCatalogTests
{
    private const string Orders = """
        topics:
          orders:
            doc: Orders.
            key: order_id
            partitions: 6
            cleanup: compact+delete
            retention: 36h
            value: shop.Order
            producer: commerce
        """;

    [Fact]
    public void The_constants_are_the_catalogues_names_in_its_order() =>
        typeof(Topics).GetFields(BindingFlags.Public | BindingFlags.Static).Select(constant => (string)constant.GetRawConstantValue()!)
            .ShouldBe(TopicCatalog.Shipped.All.Select(topic => topic.Name));

    [Fact]
    public void A_topic_is_read_as_written()
    {
        var topic = TopicCatalog.Parse(Orders, "t.yaml").All.ShouldHaveSingleItem();

        topic.ShouldBe(new Topic
        {
            Name = "orders",
            Doc = "Orders.",
            Key = "order_id",
            Partitions = 6,
            Cleanup = CleanupPolicy.Compact | CleanupPolicy.Delete,
            Retention = TimeSpan.FromHours(36),
            ValueSchema = "shop.Order",
            Producer = "commerce",
        });
    }

    [Fact]
    public void A_topic_says_in_Kafkas_words_how_it_is_created()
    {
        TopicCatalog.Parse(Orders, "t.yaml")["orders"].Settings.ShouldBe(
            new Dictionary<string, string> { ["cleanup.policy"] = "compact,delete", ["message.timestamp.type"] = "LogAppendTime", ["retention.ms"] = "129600000" }, ignoreOrder: true);
        TopicCatalog.Shipped[Topics.ProductUpserted].Settings.ShouldBe(
            new Dictionary<string, string> { ["cleanup.policy"] = "compact", ["message.timestamp.type"] = "LogAppendTime", ["retention.ms"] = "-1" }, ignoreOrder: true);
    }

    [Fact]
    public void A_topic_says_in_words_how_long_its_records_stay()
    {
        TopicCatalog.Parse(Orders, "t.yaml")["orders"].KeptText.ShouldBe("the last of each key, 36h");
        TopicCatalog.Shipped[Topics.ProductUpserted].KeptText.ShouldBe("the last of each key");
        TopicCatalog.Shipped[Topics.Clickstream].KeptText.ShouldBe("7d");
    }

    [Fact]
    public void A_topic_that_does_not_exist_is_answered_with_the_nearest() =>
        Should.Throw<TopicCatalogException>(() => TopicCatalog.Shipped["order_place"])
            .Message.ShouldBe("there is no topic 'order_place' in the catalogue; did you mean 'order_placed'?");

    [Fact]
    public void A_name_near_to_none_is_answered_with_all() =>
        Should.Throw<TopicCatalogException>(() => TopicCatalog.Shipped["zzz"]).Message.ShouldContain("there are clickstream, cart_updated, ");

    [Theory]
    [InlineData("partitions: 6", "partition: 6", "t.yaml:5:5: topic 'orders' has the unknown key 'partition'; did you mean 'partitions'?")]
    [InlineData("doc: Orders.", "colour: red", "t.yaml:3:5: topic 'orders' has the unknown key 'colour'; known are doc, key, partitions, cleanup, retention, value, producer.")]
    [InlineData("topics:", "topic:", "t.yaml:1:1: the catalogue has the unknown key 'topic'; did you mean 'topics'?")]
    [InlineData("partitions: 6", "partitions: 0", "t.yaml:5:17: topic 'orders' has '0' partitions. Write a whole number, 1 or more.")]
    [InlineData("partitions: 6", "partitions: six", "t.yaml:5:17: topic 'orders' has 'six' partitions. Write a whole number, 1 or more.")]
    [InlineData("retention: 36h", "retention: 1 day", "t.yaml:7:16: topic 'orders' has the retention '1 day', which is not a duration. Write a whole number and a unit, such as 15m, 24h or 7d.")]
    [InlineData("cleanup: compact+delete", "cleanup: compacted", "t.yaml:6:14: 'cleanup' of topic 'orders' is 'compacted'; did you mean 'compact'?")]
    [InlineData("cleanup: compact+delete", "cleanup: compact", "t.yaml:7:16: topic 'orders' is only compacted, so nothing in it grows too old. Remove 'retention', or write 'cleanup: compact+delete'.")]
    [InlineData("    retention: 36h\n", "", "t.yaml:2:3: topic 'orders' deletes old records but has no 'retention'. Add it, such as 7d.")]
    [InlineData("    key: order_id\n", "", "t.yaml:2:3: topic 'orders' has no 'key'. Add it.")]
    [InlineData("key: order_id", "key: [order_id]", "t.yaml:4:10: 'key' of topic 'orders' is not a text. Write one on the same line.")]
    [InlineData("producer: commerce", "producer: shop", "t.yaml:9:15: 'producer' of topic 'orders' is 'shop'; known are commerce, streams, serving, jobs.")]
    [InlineData("  orders:", "  Orders:", "t.yaml:2:3: the topic 'Orders' is not in snake case. Write small letters, digits and single underscores, a letter first.")]
    public void A_mistake_is_refused_at_its_place_with_the_remedy(string written, string instead, string expected)
    {
        var yaml = Orders.ReplaceLineEndings("\n").Replace(written, instead, StringComparison.Ordinal);
        yaml.ShouldNotBe(Orders);

        Should.Throw<TopicCatalogException>(() => TopicCatalog.Parse(yaml, "t.yaml")).Message.ShouldBe(expected);
    }

    [Theory]
    [InlineData("topics: [", "t.yaml:2:1: this is not YAML: ")]
    [InlineData("topics:\n  a: {doc: x, doc: y}", "t.yaml:2:15: this is not YAML: Duplicate key")]
    [InlineData("", "t.yaml: the file holds 0 YAML documents. Write exactly one.")]
    [InlineData("topics: 3", "t.yaml:1:9: 'topics' is not a mapping with something in it.")]
    [InlineData("- topics", "t.yaml:1:1: the catalogue is not a mapping with something in it.")]
    public void A_text_that_is_no_catalogue_is_refused(string yaml, string expected) =>
        Should.Throw<TopicCatalogException>(() => TopicCatalog.Parse(yaml, "t.yaml")).Message.ShouldStartWith(expected);
}
