using Microsoft.Extensions.Logging;

namespace SmartKart.Streams.Tasks;

/// <summary>What every task of an application is set to.</summary>
internal sealed record TaskSettings(string ApplicationId, TimeProvider Time, ILogger Logger)
{
    public IExceptionHandler DeserializationExceptionHandler { get; init; } = ExceptionHandlers.Fail;

    public IExceptionHandler ProcessingExceptionHandler { get; init; } = ExceptionHandlers.Fail;

    public IExceptionHandler ProductionExceptionHandler { get; init; } = ExceptionHandlers.Fail;

    /// <summary>Where dead letters go; null: nowhere, and a handler that says so fails.</summary>
    public string? DeadLetterTopic { get; init; }

    /// <summary>How they are written; null: as the records came, with headers.</summary>
    public IDeadLetterFormat? DeadLetterFormat { get; init; }

    /// <summary>The folder of the application, under which each task has its own; null: nothing may be kept on disk.</summary>
    public string? StateDirectory { get; init; }

    /// <summary>Whether stores may hold back what they tell downstream until the commit.</summary>
    public bool CachingEnabled { get; init; } = true;

    /// <summary>
    /// The same for a global store, whose records are passed over where others would be dead-lettered: each instance reads the topic from its
    /// beginning at each start, and would dead-letter a record again and again. It stays in its topic.
    /// </summary>
    public TaskSettings ForGlobalStore() => this with
    {
        DeserializationExceptionHandler = new SkipForDeadLetter(DeserializationExceptionHandler),
        ProcessingExceptionHandler = new SkipForDeadLetter(ProcessingExceptionHandler),
    };

    private sealed class SkipForDeadLetter(IExceptionHandler application) : IExceptionHandler
    {
        public ExceptionHandlerResponse Handle(FailedRecord record, Exception exception)
        {
            var response = application.Handle(record, exception);
            return response == ExceptionHandlerResponse.DeadLetter ? ExceptionHandlerResponse.Skip : response;
        }
    }
}
