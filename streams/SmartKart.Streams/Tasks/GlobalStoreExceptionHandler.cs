namespace SmartKart.Streams.Tasks;

/// <summary>
/// What becomes of the records of a global store that fail: what the application's handler says, but none is dead-lettered, only passed
/// over. Each instance reads the topic from its beginning at each start, and would dead-letter the same record again; it stays in its topic.
/// </summary>
internal sealed class GlobalStoreExceptionHandler(IExceptionHandler application) : IExceptionHandler
{
    /// <summary>An application's settings, for a global store.</summary>
    public static TaskSettings Over(TaskSettings settings) => settings with
    {
        DeserializationExceptionHandler = new GlobalStoreExceptionHandler(settings.DeserializationExceptionHandler),
        ProcessingExceptionHandler = new GlobalStoreExceptionHandler(settings.ProcessingExceptionHandler),
    };

    /// <inheritdoc />
    public ExceptionHandlerResponse Handle(FailedRecord record, Exception exception) => application.Handle(record, exception) switch
    {
        ExceptionHandlerResponse.DeadLetter => ExceptionHandlerResponse.Skip,
        var response => response,
    };
}
