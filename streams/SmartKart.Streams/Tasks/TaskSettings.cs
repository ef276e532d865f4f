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

    /// <summary>The folder of the application, under which each task has its own; null: nothing may be kept on disk.</summary>
    public string? StateDirectory { get; init; }

    /// <summary>Whether stores may hold back what they tell downstream until the commit.</summary>
    public bool CachingEnabled { get; init; } = true;
}
