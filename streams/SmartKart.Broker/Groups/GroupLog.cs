using Microsoft.Extensions.Logging;

namespace SmartKart.Broker.Groups;

/// <summary>What groups log: ids 1400 to 1499.</summary>
internal static partial class GroupLog
{
    [LoggerMessage(1400, LogLevel.Information, "Read {Groups} groups back from the offsets topic, in {ElapsedMs} ms")]
    internal static partial void Replayed(ILogger logger, int groups, double elapsedMs);

    [LoggerMessage(1401, LogLevel.Debug, "Left the record at offset {Offset} of the offsets topic alone: a newer Kafka wrote it")]
    internal static partial void SkippedRecord(ILogger logger, long offset);

    [LoggerMessage(1402, LogLevel.Error, "Could not write a change of group {Group}; it did not happen")]
    internal static partial void WriteFailed(ILogger logger, Exception fault, string group);

    [LoggerMessage(1403, LogLevel.Error, "Could not write a change of group {Group}, which did not happen: the offsets topic refused it ({Fault})")]
    internal static partial void WriteRefused(ILogger logger, string group, Storage.AppendFault fault);

    [LoggerMessage(1404, LogLevel.Error, "Could not answer {Api}: the offsets topic's disk failed")]
    internal static partial void AnswerFailed(ILogger logger, Exception fault, Protocol.ApiKey api);

    [LoggerMessage(1410, LogLevel.Information, "Classic group {Group} rebalances from generation {Generation}: {Reason}")]
    internal static partial void Rebalancing(ILogger logger, string group, int generation, string reason);

    [LoggerMessage(1411, LogLevel.Information, "Classic group {Group} has generation {Generation} with {Members} members, by protocol {Protocol}")]
    internal static partial void GenerationBegan(ILogger logger, string group, int generation, int members, string? protocol);

    [LoggerMessage(1412, LogLevel.Information, "Classic group {Group} is stable in generation {Generation}")]
    internal static partial void Stable(ILogger logger, string group, int generation);

    [LoggerMessage(1413, LogLevel.Information, "Classic group {Group} lost member {Member}: {Reason}")]
    internal static partial void MemberRemoved(ILogger logger, string group, string member, string reason);

    [LoggerMessage(1414, LogLevel.Information, "Classic group {Group}: static member {Instance} is now {Member} in place of {OldMember}")]
    internal static partial void StaticMemberReplaced(ILogger logger, string group, string instance, string member, string oldMember);

    [LoggerMessage(1420, LogLevel.Information, "Consumer group {Group} rebalances to epoch {Epoch}: {Reason}")]
    internal static partial void EpochBumped(ILogger logger, string group, int epoch, string reason);

    [LoggerMessage(1421, LogLevel.Debug, "Consumer group {Group} aims anew for epoch {Epoch} by '{Assignor}': {Partitions} partitions over {Members} members")]
    internal static partial void TargetComputed(ILogger logger, string group, int epoch, string assignor, int partitions, int members);

    [LoggerMessage(1422, LogLevel.Information, "Consumer group {Group}: member {Member} joined")]
    internal static partial void MemberJoined(ILogger logger, string group, string member);

    [LoggerMessage(1423, LogLevel.Information, "Consumer group {Group} lost member {Member}: {Reason}")]
    internal static partial void MemberFenced(ILogger logger, string group, string member, string reason);

    [LoggerMessage(1424, LogLevel.Information, "Consumer group {Group}: static member {Instance} ({Member}) left for now")]
    internal static partial void StaticMemberLeft(ILogger logger, string group, string instance, string member);

    [LoggerMessage(1430, LogLevel.Information, "Group {Group} was deleted with its {Offsets} offsets")]
    internal static partial void Deleted(ILogger logger, string group, int offsets);

    [LoggerMessage(1431, LogLevel.Information, "{Offsets} offsets of group {Group} expired")]
    internal static partial void Expired(ILogger logger, string group, int offsets);

    [LoggerMessage(1432, LogLevel.Information, "{Offsets} offsets of group {Group} were dropped: their topics are gone")]
    internal static partial void DroppedWithTopics(ILogger logger, string group, int offsets);

    [LoggerMessage(1433, LogLevel.Information, "Group {Group} changed from the {Old} protocol to the {New} protocol")]
    internal static partial void ProtocolChanged(ILogger logger, string group, string old, string @new);
}
