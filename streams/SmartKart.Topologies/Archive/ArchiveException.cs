using System.Globalization;
using SmartKart.Kafka;

namespace SmartKart.Topologies.Archive;

/// <summary>A topic that could not be archived. What was archived before is whole.</summary>
public sealed class ArchiveException : Exception
{
    private ArchiveException(string topic, string message, Exception? cause = null) : base(message, cause) => Topic = topic;

    /// <summary>The topic.</summary>
    public string Topic { get; }

    /// <summary>Another run works at the topic: later it may be free.</summary>
    public bool IsBusy { get; private init; }

    internal static ArchiveException NoTopic(string topic, Exception? cause) => new(topic,
        $"there is no topic '{topic}' on the cluster. See which there are: smartkart topics list.", cause);

    internal static ArchiveException Busy(string topic, string folder, Exception cause) => new(topic,
        $"The history folder {folder} can't be locked: {cause.Message} If another run archives '{topic}' there, wait for its end; "
        + "else archive into a folder that can be written to.", cause)
    {
        IsBusy = true,
    };

    internal static ArchiveException Recreated(TopicPartition partition, long archived, long end, string folder) => new(partition.Topic,
        string.Create(CultureInfo.InvariantCulture, $"{partition} ends at offset {end}, and {folder} holds it up to {archived}. ")
        + "The topic was deleted and made anew, or it is another cluster's: archive into another folder.");

    internal static ArchiveException Gap(TopicPartition partition, long archived, long begin, string folder) => new(partition.Topic,
        string.Create(CultureInfo.InvariantCulture, $"{partition} begins at offset {begin}, and {folder} holds it up to {archived}: ")
        + string.Create(CultureInfo.InvariantCulture, $"{begin - archived} offsets were deleted before they were archived. ")
        + "Archive more often than the topic's retention; to go on without them, archive into another folder.");

    internal static ArchiveException Silent(TopicPartition partition, long end, TimeSpan waited) => new(partition.Topic, string.Create(
        CultureInfo.InvariantCulture,
        $"{partition}: nothing came for {waited.TotalSeconds:0} s, and it is not read to its end at offset {end}. ")
        + $"See whether the broker answers: smartkart topics describe {partition.Topic}");
}
