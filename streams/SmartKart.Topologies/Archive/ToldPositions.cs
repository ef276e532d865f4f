using Microsoft.Extensions.Logging;
using SmartKart.Kafka;
using SmartKart.Topologies.Telemetry;

namespace SmartKart.Topologies.Archive;

/// <summary>
/// Says how far topics are archived, as a group's committed offsets, for who asks how far the archive is behind. The markers decide where it goes on, so
/// what can't be said costs nothing but that; it is said again until it is. One thread at a time.
/// </summary>
internal sealed class ToldPositions(KafkaAdmin admin, string group, ILogger logger)
{
    private readonly Dictionary<string, long> _told = [];           // by topic, the sum of what was said last
    private readonly Dictionary<string, string> _untold = [];       // by topic, why it could not be said

    /// <summary>Whether a topic's position was said as it was when this was last called for.</summary>
    public bool IsTold(string topic) => _told.ContainsKey(topic) && !_untold.ContainsKey(topic);

    /// <summary>Says it, unless that was said already. The topic is locked: a position of before must not come last.</summary>
    public async Task TellAsync(string topic, ArchivedOffsets archived, CancellationToken cancellation)
    {
        if (IsTold(topic) && _told[topic] == archived.End) return;
        try
        {
            var offsets = archived.Ranges.Select(range => new TopicPartition(topic, range.Partition).At(range.To));
            if (archived.Ranges.Count > 0) (await admin.GroupOffsets.AlterAsync(group, offsets, cancellation)).ThrowIfAnyFailed();
            _told[topic] = archived.End;
            _untold.Remove(topic);
        }
        catch (KafkaException fault)
        {
            if (_untold.GetValueOrDefault(topic) != fault.Message) Log.ArchivePositionUntold(logger, topic, fault.Message);
            _untold[topic] = fault.Message;
        }
    }
}
