using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace SmartKart.Broker.Storage;

/// <summary>A topic's partition, and the name of its folder: <c>topic-partition</c>.</summary>
internal readonly record struct TopicPartition(string Topic, int Partition)
{
    /// <summary>Kafka's limit for names of topics.</summary>
    public const int MaxTopicLength = 249;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Topic}-{Partition}");

    /// <summary>Kafka's rule: letters, digits, full stop, underscore and hyphen, and neither of the two names that a file system keeps.</summary>
    public static bool IsTopicName([NotNullWhen(true)] string? topic) =>
        topic is { Length: > 0 and <= MaxTopicLength } and not "." and not ".." && topic.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-');

    public static bool TryParse(string folder, out TopicPartition partition)
    {
        var hyphen = folder.LastIndexOf('-');
        partition = default;
        if (hyphen < 1 || !int.TryParse(folder.AsSpan(hyphen + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return false;
        partition = new TopicPartition(folder[..hyphen], number);
        return IsTopicName(partition.Topic) && partition.ToString() == folder;
    }
}
