using SmartKart.Broker.Messages;

namespace SmartKart.Broker.Tests.Messages;

public sealed class ReferenceTests
{
    public static TheoryData<string> Messages => KnownMessages.Names;

    [Theory]
    [MemberData(nameof(Messages))]
    public void Every_field_is_declared_as_Kafka_declares_it(string name)
    {
        var reference = KafkaReference.Messages()[name];

        LayoutRecorder.Of(KnownMessages.Named(name).New()).ShouldBe(KafkaReference.Fields(reference));
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void What_is_spoken_is_valid_and_flexible_where_Kafka_says_so(string name)
    {
        var reference = KafkaReference.Messages()[name];
        var message = KnownMessages.Named(name);

        var (first, last) = Range(KafkaReference.Text(reference, "validVersions")!);
        message.MinVersion.ShouldBeInRange(first, last);
        message.MaxVersion.ShouldBeInRange(message.MinVersion, last);
        (message.FlexibleSince == Api.Never ? "none" : $"{message.FlexibleSince}+").ShouldBe(KafkaReference.Text(reference, "flexibleVersions"));
    }

    [Fact]
    public void Each_api_has_the_number_that_Kafka_gave_it()
    {
        var reference = KafkaReference.Messages();

        foreach (var api in MessageCatalog.Apis)
            reference[$"{api.Key}Request"].GetProperty("apiKey").GetInt16().ShouldBe((short)api.Key);
    }

    private static (short First, short Last) Range(string versions)
    {
        var ends = versions.Split('-');
        return (short.Parse(ends[0], null), short.Parse(ends[^1], null));
    }
}
