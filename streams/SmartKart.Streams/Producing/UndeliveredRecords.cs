using SmartKart.Kafka;
using SmartKart.Streams.Tasks;
using SmartKart.Streams.Threads;

namespace SmartKart.Streams.Producing;

/// <summary>
/// What becomes of records that can't be written to their topic, as the production exception handler says. A changelog must be whole, and a
/// dead letter has nowhere else to go: those fail. Owned by the thread.
/// </summary>
internal sealed class UndeliveredRecords(StreamsApplication application, RecordCollector collector)
{
    private Action<FailedRecord, Exception>? _deadLetters;

    /// <summary>Asks about a record; returns where it is to be passed over.</summary>
    /// <exception cref="ProductionException">It is not.</exception>
    public void Judge(in DeliveryFailure failure, Exception cause)
    {
        var options = application.Options;
        var record = new FailedRecord(failure.Topic, failure.Partition, Kafka.Offset.None, -1, default, "producer", failure.Key, failure.Value, Headers.Empty);
        var mayPass = failure.Topic != options.DeadLetterTopic && !failure.Topic.StartsWith(options.ApplicationId + "-", StringComparison.Ordinal);
        var response = mayPass ? options.ProductionExceptionHandler.Handle(record, cause) : ExceptionHandlerResponse.Fail;
        if (response == ExceptionHandlerResponse.DeadLetter && options.DeadLetterTopic is { } topic)
        {
            _deadLetters ??= DeadLetter.SenderTo(collector.WriterOf(topic), options.ApplicationId, application.Time, options.DeadLetterFormat);
            _deadLetters(record, cause);
        }
        else if (response != ExceptionHandlerResponse.Skip)
        {
            throw new ProductionException(
                $"A record for {failure.Topic}[{failure.Partition}] was not delivered: {failure.Reason}. The production exception handler can skip such records, or, " +
                $"where there is a {nameof(StreamsOptions.DeadLetterTopic)}, dead-letter them; but not those of internal topics, nor dead letters.", cause);
        }
        Log.RecordNotDelivered(application.Logger, failure.Topic, failure.Partition, failure.Reason);
    }

    /// <summary>Asks about all that an exception tells of.</summary>
    /// <exception cref="ProductionException">Of some that are to be dead-lettered nothing is kept, or one is not to be passed over.</exception>
    public void Judge(KafkaDeliveryException lost)
    {
        foreach (var failure in lost.Failures) Judge(failure, lost);
        if (lost.FailedRecords > lost.Failures.Count)
        {
            throw new ProductionException(
                $"{lost.FailedRecords} records were not delivered since the last commit, and only the first {lost.Failures.Count} of them are kept to be judged. Commit more often, or mend what refuses them.", lost);
        }
    }
}
