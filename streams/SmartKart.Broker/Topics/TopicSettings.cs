using System.Globalization;
using SmartKart.Broker.Storage;
using SmartKart.Schemas.Catalogue;

namespace SmartKart.Broker.Topics;

/// <summary>The settings that a topic may have: Kafka's names, types and defaults, and what each does in a broker that does not replicate.</summary>
internal static class TopicSettings
{
    private const string Kept = "kept for clients that set it; it changes nothing here";

    /// <summary>In the order of their names.</summary>
    public static IReadOnlyList<TopicSetting> All { get; } =
    [
        new("cleanup.policy", SettingType.List, "delete", "one or both of 'delete' and 'compact'.", (log, value) => log with { Cleanup = Policy(value) }),
        new("compression.type", SettingType.String, "producer", $"{Kept}: batches are stored as their producers compressed them."),
        new("delete.retention.ms", SettingType.Int64, "86400000", "how long a compacted topic keeps tombstones, in ms.", (log, value) => log with { DeleteRetention = Age(value) ?? TimeSpan.MaxValue }),
        new("file.delete.delay.ms", SettingType.Int64, "60000", $"{Kept}: files go at once, and their readers keep them open."),
        new("flush.messages", SettingType.Int64, "9223372036854775807", $"{Kept}: acknowledged records are flushed, many at once."),
        new("flush.ms", SettingType.Int64, "9223372036854775807", $"{Kept}: acknowledged records are flushed, many at once."),
        new("index.interval.bytes", SettingType.Int32, "4096", "bytes between two entries of an index.", (log, value) => log with { IndexIntervalBytes = Int(value) }),
        new("max.compaction.lag.ms", SettingType.Int64, "9223372036854775807", $"{Kept}."),
        new("max.message.bytes", SettingType.Int32, "1048588", "bytes of the largest batch, 61 or more.", (log, value) => log with { MaxBatchBytes = Int(value) }),
        new("message.timestamp.after.max.ms", SettingType.Int64, "9223372036854775807", $"{Kept}."),
        new("message.timestamp.before.max.ms", SettingType.Int64, "9223372036854775807", $"{Kept}."),
        new("message.timestamp.type", SettingType.String, "CreateTime", "'CreateTime' or 'LogAppendTime'.", (log, value) => log with { StampsAppendTime = IsAppendTime(value) }),
        new("min.cleanable.dirty.ratio", SettingType.Double, "0.5", "the share of a compacted log that waits for compaction, 0 to 1.", (log, value) => log with { MinCleanableRatio = double.Parse(value, CultureInfo.InvariantCulture) }),
        new("min.compaction.lag.ms", SettingType.Int64, "0", $"{Kept}."),
        new("min.insync.replicas", SettingType.Int32, "1", $"{Kept}: there is one replica."),
        new("preallocate", SettingType.Boolean, "false", $"{Kept}."),
        new("retention.bytes", SettingType.Int64, "-1", "bytes of a partition beyond which its oldest segments go; -1 for no limit.", (log, value) => log with { RetentionBytes = Limit(value) }),
        new("retention.ms", SettingType.Int64, "604800000", "age in ms at which segments go; -1 for no limit.", (log, value) => log with { RetentionAge = Age(value) }),
        new("segment.bytes", SettingType.Int32, "1073741824", "bytes of a segment's file, 61 or more.", (log, value) => log with { SegmentBytes = Int(value) }),
        new("segment.index.bytes", SettingType.Int32, "10485760", $"{Kept}: an index is as large as its segment needs."),
        new("segment.jitter.ms", SettingType.Int64, "0", $"{Kept}."),
        new("segment.ms", SettingType.Int64, "604800000", "age in ms at which a segment is closed, 1 or more.", (log, value) => log with { SegmentAge = Age(value) ?? throw new ArgumentException("negative") }),
        new("unclean.leader.election.enable", SettingType.Boolean, "false", $"{Kept}: there is one replica."),
    ];

    private static readonly Dictionary<string, TopicSetting> ByName = All.ToDictionary(setting => setting.Name, StringComparer.Ordinal);

    public static TopicSetting? Find(string name) => ByName.GetValueOrDefault(name);

    /// <returns>What is wrong with the first wrong setting; null where nothing is.</returns>
    public static string? FaultIn(IEnumerable<KeyValuePair<string, string>> settings)
    {
        foreach (var (name, value) in settings)
        {
            var fault = Find(name) is { } setting ? setting.FaultIn(value) : $"'{name}' is no setting of a topic. There are: {string.Join(", ", All.Select(known => known.Name))}.";
            if (fault is not null) return fault;
        }
        return null;
    }

    /// <summary>A log's settings, from a topic's. Only for settings without a fault.</summary>
    public static LogSettings For(IEnumerable<KeyValuePair<string, string>> settings) =>
        settings.Aggregate(LogSettings.Default, (log, setting) => Find(setting.Key)?.Apply?.Invoke(log, setting.Value) ?? log);

    private static int Int(string value) => int.Parse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    private static long? Limit(string value) => long.Parse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) switch
    {
        < -1 => throw new ArgumentException("negative"),
        -1 => null,
        var bytes => bytes,
    };

    // Kafka's long.MaxValue is longer than a TimeSpan, and means for ever all the same.
    private static TimeSpan? Age(string value) => Limit(value) switch
    {
        null => null,
        > 922_337_203_685_477 => TimeSpan.MaxValue,
        { } ms => TimeSpan.FromMilliseconds(ms),
    };

    private static bool IsAppendTime(string value) => value switch
    {
        "CreateTime" => false,
        "LogAppendTime" => true,
        _ => throw new ArgumentException("neither"),
    };

    private static CleanupPolicy Policy(string value)
    {
        var policy = default(CleanupPolicy);
        foreach (var word in value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            policy |= word switch { "delete" => CleanupPolicy.Delete, "compact" => CleanupPolicy.Compact, _ => throw new ArgumentException("neither") };
        return policy == default ? throw new ArgumentException("none") : policy;
    }
}
