using Microsoft.Extensions.Options;

namespace SmartKart.Streams;

/// <summary>What <see cref="StreamsOptions"/> must be for an application to start; each message begins with its key and ends with the remedy.</summary>
internal sealed class StreamsOptionsRules : IValidateOptions<StreamsOptions>
{
    private const int LongestApplicationId = 200; // of a topic's 249 characters; the rest is for the store's name and "-changelog"
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    public ValidateOptionsResult Validate(string? name, StreamsOptions options)
    {
        string[] faults = [.. Faults(options)];
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    /// <exception cref="StreamsOptionsException">Something is out of its range.</exception>
    public static void Check(StreamsOptions options)
    {
        string[] faults = [.. Faults(options)];
        if (faults.Length > 0) throw new StreamsOptionsException(string.Join(" ", faults));
    }

    private static IEnumerable<string> Faults(StreamsOptions options)
    {
        if (options.ApplicationId.Length is 0 or > LongestApplicationId || !options.ApplicationId.All(each => char.IsAsciiLetterOrDigit(each) || each is '.' or '_' or '-'))
            yield return Bad(nameof(options.ApplicationId), $"is '{options.ApplicationId}'", $"Set 1 to {LongestApplicationId} of a–z, A–Z, 0–9, '.', '_' and '-'.");
        if (options.Threads is < 1 or > 1000)
            yield return Bad(nameof(options.Threads), $"is {options.Threads}", "Set it between 1 and 1000.");
        if (options.ThreadNiceness is < 0 or > 19)
            yield return Bad(nameof(options.ThreadNiceness), $"is {options.ThreadNiceness}", "Set it between 0 and 19.");
        if (options.CommitInterval is { } interval && (interval < Millisecond || interval > Hour))
            yield return Bad(nameof(options.CommitInterval), $"is {interval}", "Set it between 1 millisecond and 1 hour, or leave it out.");
        if (options.CatchUpCommitInterval is { } seldom && (seldom < Millisecond || seldom > Hour))
            yield return Bad(nameof(options.CatchUpCommitInterval), $"is {seldom}", "Set it between 1 millisecond and 1 hour, or leave it out.");
        if (options.StateDirectory is { } directory && string.IsNullOrWhiteSpace(directory))
            yield return Bad(nameof(options.StateDirectory), "is empty", "Name a folder.");
        if (options.NumStandbyReplicas is < 0 or > 3)
            yield return Bad(nameof(options.NumStandbyReplicas), $"is {options.NumStandbyReplicas}", "Set it between 0 and 3.");
        if (options.BufferedRecordsPerPartition is < 1 or > 1_000_000)
            yield return Bad(nameof(options.BufferedRecordsPerPartition), $"is {options.BufferedRecordsPerPartition}", "Set it between 1 and 1000000.");
        if (options.MaxTaskIdle > Hour)
            yield return Bad(nameof(options.MaxTaskIdle), $"is {options.MaxTaskIdle}", "Set it to 1 hour at most.");
        if (options.StateStoreCacheMaxBytes < 0)
            yield return Bad(nameof(options.StateStoreCacheMaxBytes), $"is {options.StateStoreCacheMaxBytes}", "Set it to 0 or more.");
        if (options.DeadLetterTopic is { } topic && string.IsNullOrWhiteSpace(topic))
            yield return Bad(nameof(options.DeadLetterTopic), "is empty", "Name a topic, or leave it out.");
        if (options.ThreadReplacementLimit < 0)
            yield return Bad(nameof(options.ThreadReplacementLimit), $"is {options.ThreadReplacementLimit}", "Set it to 0 or more.");
        if (options.ThreadReplacementWindow <= TimeSpan.Zero)
            yield return Bad(nameof(options.ThreadReplacementWindow), $"is {options.ThreadReplacementWindow}", "Set it to more than 0.");
        if (options.ApplicationServer is { } server && !IsAddress(server))
            yield return Bad(nameof(options.ApplicationServer), $"is '{server}'", "Write host:port.");
        if (options.InternalTopicReplicationFactor is 0 or < -1)
            yield return Bad(nameof(options.InternalTopicReplicationFactor), $"is {options.InternalTopicReplicationFactor}", "Set it to 1 or more, or to -1 for the broker's default.");
        if (options.RepartitionPurgeInterval < TimeSpan.FromSeconds(1) || options.RepartitionPurgeInterval > TimeSpan.FromDays(1))
            yield return Bad(nameof(options.RepartitionPurgeInterval), $"is {options.RepartitionPurgeInterval}", "Set it between 1 second and 1 day.");
        if (options.StandbyPlanInterval < TimeSpan.FromMilliseconds(100) || options.StandbyPlanInterval > Hour)
            yield return Bad(nameof(options.StandbyPlanInterval), $"is {options.StandbyPlanInterval}", "Set it between 100 milliseconds and 1 hour.");
    }

    private static bool IsAddress(string text) =>
        Uri.TryCreate("streams://" + text, UriKind.Absolute, out var parsed) && parsed.Host.Length > 0 && parsed.Port > 0 && parsed.AbsolutePath is "" or "/";

    private static string Bad(string key, string problem, string remedy) => $"{StreamsOptions.Section}:{key} {problem}. {remedy}";
}
