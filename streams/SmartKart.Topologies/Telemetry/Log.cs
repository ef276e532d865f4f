using Microsoft.Extensions.Logging;

namespace SmartKart.Topologies.Telemetry;

/// <summary>What topologies say. Ids 2400–2499.</summary>
internal static partial class Log
{
    [LoggerMessage(2400, LogLevel.Information,
        "{Lane}: its mark in the online store was left at {Left} and stands at {Found}: what was committed since is written again")]
    public static partial void RewritingTiles(ILogger logger, string lane, long? left, long? found);

    [LoggerMessage(2401, LogLevel.Warning, "The online store doesn't take marks: {Reason} Tiles wait, and go on when it does")]
    public static partial void MarksStandStill(ILogger logger, string reason);

    [LoggerMessage(2402, LogLevel.Information, "The online store takes marks again")]
    public static partial void MarksMoveAgain(ILogger logger);
}
