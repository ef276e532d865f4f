namespace SmartKart.Kafka.Tests.Administration;

public sealed class AdminResultsTests
{
    private static KafkaException Failure(KafkaErrorCode code, string reason) => KafkaErrors.Exception(code, reason, "creating topic");

    public AdminResultsTests() => Library.SkipIfAbsent(); // librdkafka names the codes

    [Fact]
    public void Nothing_is_thrown_where_all_went_well() =>
        Should.NotThrow(() => new[] { new AdminResult("a", Error: null), new AdminResult("b", Error: null) }.ThrowIfAnyFailed());

    [Fact]
    public void The_failure_of_the_one_thing_asked_for_is_thrown_itself()
    {
        var failure = Failure(KafkaErrorCode.TopicExists, "Topic 'a' already exists");

        Should.Throw<KafkaRequestException>(() => new[] { new AdminResult("a", failure) }.ThrowIfAnyFailed()).ShouldBeSameAs(failure);
        failure.Message.ShouldBe("Topic 'a' already exists (TOPIC_ALREADY_EXISTS) while creating topic. Delete it first, or choose another name.");
    }

    [Fact]
    public void Of_several_things_the_failures_are_thrown_together()
    {
        AdminResult[] results =
        [
            new("a", Failure(KafkaErrorCode.TopicExists, "a exists")), new("b", Error: null), new("c", Failure(KafkaErrorCode.RequestTimedOut, "too slow")),
        ];

        var partial = Should.Throw<KafkaPartialFailureException>(results.ThrowIfAnyFailed);

        partial.Message.ShouldStartWith("2 of 3 failed. a exists");
        partial.Failures.Select(each => each.Code).ShouldBe([KafkaErrorCode.TopicExists, KafkaErrorCode.RequestTimedOut]);
        partial.IsRetriable.ShouldBeFalse();
    }

    [Fact]
    public void An_answer_that_is_not_there_throws_its_error() =>
        Should.Throw<KafkaRequestException>(() => new AdminResult<TopicDescription>("a", Answer: null, Failure(KafkaErrorCode.TopicExists, "a exists")).Value);
}
