using Microsoft.Extensions.Logging;

namespace SmartKart.Topologies.Telemetry;

/// <summary>What topologies say. Ids 2400–2499.</summary>
internal static partial class Log
{
    [LoggerMessage(2400, LogLevel.Information,
        "{Lane}: its mark in the online store was left at {Left} and stands at {Found} on {Server}: what was committed since is written again")]
    public static partial void RewritingTiles(ILogger logger, string lane, long? left, long? found, string server);

    [LoggerMessage(2401, LogLevel.Warning, "The online store doesn't take marks: {Reason} Tiles wait, and go on when it does")]
    public static partial void MarksStandStill(ILogger logger, string reason);

    [LoggerMessage(2402, LogLevel.Information, "The online store takes marks again")]
    public static partial void MarksMoveAgain(ILogger logger);

    [LoggerMessage(2410, LogLevel.Information, "{Topic}: {Events} events archived, {DeadLetters} records refused, in {Files} files")]
    public static partial void Archived(ILogger logger, string topic, long events, long deadLetters, int files);

    [LoggerMessage(2411, LogLevel.Error, "{Topic} isn't archived: {Reason} It is tried again in {RetryAfter}")]
    public static partial void ArchiveHeldUp(ILogger logger, string topic, string reason, TimeSpan retryAfter);

    [LoggerMessage(2412, LogLevel.Warning, "{Topic}: how far it is archived could not be committed: {Reason} The archive goes on")]
    public static partial void ArchivePositionUntold(ILogger logger, string topic, string reason);

    [LoggerMessage(2413, LogLevel.Warning, "The archive can't see how much waits: {Reason} It looks again in {RetryAfter}")]
    public static partial void ArchiveBlind(ILogger logger, string reason, TimeSpan retryAfter);
}
