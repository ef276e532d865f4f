using SmartKart.Schemas.Events;
using SmartKart.Schemas.Registry;

namespace SmartKart.Schemas.Tests.Registry;

public sealed class SubjectNamesTests
{
    [Theory]
    [InlineData(SubjectNameStrategy.TopicName, MessagePart.Value, "clickstream-value")]
    [InlineData(SubjectNameStrategy.TopicName, MessagePart.Key, "clickstream-key")]
    [InlineData(SubjectNameStrategy.RecordName, MessagePart.Value, "smartkart.events.Clickstream")]
    [InlineData(SubjectNameStrategy.RecordName, MessagePart.Key, "smartkart.events.Clickstream")]
    [InlineData(SubjectNameStrategy.TopicRecordName, MessagePart.Value, "clickstream-smartkart.events.Clickstream")]
    [InlineData(SubjectNameStrategy.TopicRecordName, MessagePart.Key, "clickstream-smartkart.events.Clickstream")]
    public void A_subject_is_named_as_Confluents_serializers_name_it(SubjectNameStrategy strategy, MessagePart part, string subject) =>
        SubjectNames.Of(strategy, "clickstream", part, ClickstreamCodec.Schema).ShouldBe(subject);

    [Fact]
    public void A_topics_name_serves_any_schema() =>
        SubjectNames.Of(SubjectNameStrategy.TopicName, "prices", MessagePart.Key, AvroSchema.Parse("\"string\"")).ShouldBe("prices-key");

    [Theory]
    [InlineData(SubjectNameStrategy.RecordName)]
    [InlineData(SubjectNameStrategy.TopicRecordName)]
    public void A_strategy_that_names_the_record_refuses_a_schema_that_is_none(SubjectNameStrategy strategy) =>
        Should.Throw<SchemaRegistryException>(() => SubjectNames.Of(strategy, "prices", MessagePart.Key, AvroSchema.Parse("\"string\"")))
            .Message.ShouldStartWith($"topic 'prices', key: the strategy {strategy} needs a record, and the schema is 'string'.");
}
