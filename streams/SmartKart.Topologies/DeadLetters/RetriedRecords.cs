using System.Globalization;
using System.Text;
using SmartKart.Kafka;
using SmartKart.Schemas.Events;

namespace SmartKart.Topologies.DeadLetters;

/// <summary>
/// Which records were sent again: a compacted topic whose keys say where each stood. An entry is written in the transaction that sends the record, so both are
/// there or neither. A record that several applications gave up on is one.
/// </summary>
internal sealed class RetriedRecords
{
    /// <summary>The topic.</summary>
    public const string Topic = "smartkart-retried-dead-letters";

    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);

    /// <summary>Makes the topic, if it isn't there.</summary>
    /// <exception cref="KafkaException">The cluster refuses.</exception>
    public static async Task CreateAsync(KafkaAdmin admin, CancellationToken cancel)
    {
        var settings = new Dictionary<string, string> { ["cleanup.policy"] = "compact" };
        var results = await admin.Topics.CreateAsync([new NewTopic(Topic, Partitions: 1, Settings: settings)], cancellation: cancel);
        AdminResult[] refused = [.. results.Where(result => result.Error is { } error && error.Code != KafkaErrorCode.TopicExists)];
        refused.ThrowIfAnyFailed();
    }

    /// <summary>What a letter's record is known by: a topic that was made anew may have the same offset again, at another time.</summary>
    public static string KeyOf(DeadLetter letter) => letter.SourceOffset < 0
        ? $"letter/{letter.EventId}"
        : string.Create(
            CultureInfo.InvariantCulture, $"{letter.SourceTopic}/{letter.SourcePartition}/{letter.SourceOffset}/{letter.SourceTimestamp?.ToUnixTimeMilliseconds() ?? -1}");

    /// <summary>Takes note of an entry of the topic.</summary>
    public void Read(ConsumedRecord record) => _keys.Add(Encoding.UTF8.GetString(record.Key));

    /// <summary>Takes note of a record that is about to be sent.</summary>
    /// <returns>False where it was before.</returns>
    public bool TryAdd(string key) => _keys.Add(key);
}
