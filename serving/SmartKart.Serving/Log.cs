using Microsoft.Extensions.Logging;

namespace SmartKart.Serving;

/// <summary>What serving logs: ids 6000 to 6099.</summary>
internal static partial class Log
{
    [LoggerMessage(6000, LogLevel.Information, "{Model} version {Version} answers from now on; it knows {Products} products")]
    internal static partial void ModelTakenUp(ILogger logger, string model, int version, int products);

    [LoggerMessage(6001, LogLevel.Error, "{Model} version {Version} can't be opened, and the one before goes on")]
    internal static partial void ModelRefused(ILogger logger, Exception fault, string model, int version);

    [LoggerMessage(6002, LogLevel.Warning, "The registry {Registry} can't be read, and the model that answers goes on")]
    internal static partial void RegistryUnreadable(ILogger logger, Exception fault, string registry);

    [LoggerMessage(6003, LogLevel.Warning, "Products and stock aren't read from the topics for now, and stand as they were")]
    internal static partial void ShelfInterrupted(ILogger logger, Exception fault);

    [LoggerMessage(6004, LogLevel.Warning, "A record of {Topic} can't be read, and is passed over")]
    internal static partial void ShelfRecordUnreadable(ILogger logger, Exception fault, string topic);

    [LoggerMessage(6005, LogLevel.Warning, "How products sell can't be read, and their order stands as it was")]
    internal static partial void TrendingUnread(ILogger logger, Exception fault);

    [LoggerMessage(6006, LogLevel.Error, "The producer of events can do no more and is replaced; {Events} events are lost with it")]
    internal static partial void EventsLost(ILogger logger, Exception fault, long events);

    [LoggerMessage(6008, LogLevel.Error, "{Events} events were given up, for the cluster refused them or did not take them in time, and are lost")]
    internal static partial void EventsGivenUp(ILogger logger, long events);

    [LoggerMessage(6009, LogLevel.Error, "{Events} events were not sent before the end, and are lost")]
    internal static partial void EventsUnsent(ILogger logger, long events);

    [LoggerMessage(6010, LogLevel.Error, "{Model} version {Version} failed to make a list")]
    internal static partial void ModelFailed(ILogger logger, Exception fault, string model, int version);

    [LoggerMessage(6011, LogLevel.Error, "No producer of events can be opened, and events are refused until one can")]
    internal static partial void ProducerRefused(ILogger logger, Exception fault);

    [LoggerMessage(6012, LogLevel.Information, "{Keys} keys of {File} are let in from now on")]
    internal static partial void KeysTakenUp(ILogger logger, int keys, string file);

    [LoggerMessage(6013, LogLevel.Error, "The keys of {File} can't be used, and those before go on")]
    internal static partial void KeysRefused(ILogger logger, Exception fault, string file);

    [LoggerMessage(6014, LogLevel.Warning, "The features of products that the ranker asks for can't be read, and stand as they were")]
    internal static partial void SharedFeaturesUnread(ILogger logger, Exception fault);

    [LoggerMessage(6015, LogLevel.Warning, "Which products events are about can't be read for now; their features are read in their turn")]
    internal static partial void TouchedUnread(ILogger logger, Exception fault);

    [LoggerMessage(6016, LogLevel.Warning, "Events of {Topic} with the schema {Id} can't be read; the features of their products are read in their turn")]
    internal static partial void TouchedSchemaUnusable(ILogger logger, Exception fault, string topic, int id);

    [LoggerMessage(6017, LogLevel.Information, "The rollout is {Mode} from now on, with {Percent} % of the visitors of {Experiment}")]
    internal static partial void RolloutTakenUp(ILogger logger, string mode, double? percent, string experiment);

    [LoggerMessage(6018, LogLevel.Error, "The rollout of {File} can't be used, and the one before goes on")]
    internal static partial void RolloutRefused(ILogger logger, Exception fault, string file);

    [LoggerMessage(6019, LogLevel.Error, "The candidate {Model} version {Version} was taken out, and the champion answers everybody: {Why}")]
    internal static partial void CandidateRolledBack(ILogger logger, string model, int version, string why);

    [LoggerMessage(6020, LogLevel.Warning, "{Model} version {Version} failed to make a list in the champion's shadow; from now on its failures are only counted")]
    internal static partial void ShadowFailed(ILogger logger, Exception fault, string model, int version);

    [LoggerMessage(6021, LogLevel.Information, "{Model} version {Version} is rolled out from now on; it knows {Products} products")]
    internal static partial void CandidateTakenUp(ILogger logger, string model, int version, int products);

    [LoggerMessage(6022, LogLevel.Error, "The candidate {Model} version {Version} can't be opened, and the champion answers everybody")]
    internal static partial void CandidateRefused(ILogger logger, Exception fault, string model, int version);

    [LoggerMessage(6007, LogLevel.Error, "A request for {Path} failed")]
    internal static partial void RequestFailed(ILogger logger, Exception fault, string path);
}
