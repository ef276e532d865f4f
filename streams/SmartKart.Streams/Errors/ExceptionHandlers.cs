namespace SmartKart.Streams;

/// <summary>The usual decisions, always the same.</summary>
public static class ExceptionHandlers
{
    /// <summary>Stops at the first: nothing goes wrong unseen. What Kafka Streams calls log-and-fail.</summary>
    public static IExceptionHandler Fail { get; } = new Always(ExceptionHandlerResponse.Fail);

    /// <summary>Passes over it. What Kafka Streams calls log-and-continue.</summary>
    public static IExceptionHandler Skip { get; } = new Always(ExceptionHandlerResponse.Skip);

    /// <summary>Passes over it and keeps it in the dead-letter topic.</summary>
    public static IExceptionHandler DeadLetter { get; } = new Always(ExceptionHandlerResponse.DeadLetter);

    private sealed class Always(ExceptionHandlerResponse response) : IExceptionHandler
    {
        public ExceptionHandlerResponse Handle(FailedRecord record, Exception exception) => response;
    }
}
