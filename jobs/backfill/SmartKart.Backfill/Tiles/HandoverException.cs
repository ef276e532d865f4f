using System.Globalization;
using SmartKart.Kafka;

namespace SmartKart.Backfill.Tiles;

/// <summary>A history that a stream can't go on after without a gap or an overlap. Nothing was changed.</summary>
public sealed class HandoverException : BackfillException
{
    private HandoverException(string topic, string message, Exception? cause = null) : base(message, cause) => Topic = topic;

    /// <summary>The topic.</summary>
    public string Topic { get; }

    internal static HandoverException NoOffsets(string topic, string folder, long rows) => new(topic, string.Create(CultureInfo.InvariantCulture,
        $"{rows:N0} events of '{topic}' under {folder} don't say at which offset of the topic they stood, so it is not known where the stream is to go on. ")
        + "Archive the topic anew; --online-only fills the online store alone.");

    internal static HandoverException NoTopic(string topic, Exception cause) => new(topic,
        $"there is no topic '{topic}' on the cluster, so no stream can go on after its history. Start the platform first; --online-only fills the online store alone.", cause);

    internal static HandoverException Unplaced(string topic, string key, int partition, int expected) => new(topic, string.Create(CultureInfo.InvariantCulture,
        $"the event of key '{key}' stood in {topic}-{partition}, and Kafka's default partitioner puts it into {expected}. ")
        + "Its producers partition by something else, so tiles of history can't be put where theirs would go: let the stream read the topic from its beginning.");

    internal static HandoverException Gap(TopicPartition partition, long next, long begin) => new(partition.Topic, string.Create(CultureInfo.InvariantCulture,
        $"{partition}: history ends at offset {next}, and the topic begins at {begin}: {begin - next} offsets lie in neither. ")
        + "Hand over at a later instant (--until), or archive more often than the topic's retention.");

    internal static HandoverException Recreated(TopicPartition partition, long next, long end) => new(partition.Topic, string.Create(CultureInfo.InvariantCulture,
        $"{partition} ends at offset {end}, and history holds it up to {next}. ")
        + "The topic was deleted and made anew, or it is another cluster's: this is no history of it.");
}
