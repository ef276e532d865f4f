using System.Globalization;
using SmartKart.Kafka;
using SmartKart.Schemas.Catalogue;

namespace SmartKart.Backfill.Replay;

/// <summary>A history that Kafka does not hold as it was published, or that could not be published as it is.</summary>
public sealed class ReplayException : BackfillException
{
    private ReplayException(string topic, string message, Exception? cause = null) : base(message, cause) => Topic = topic;

    /// <summary>The topic that it is about.</summary>
    public string Topic { get; }

    internal static ReplayException Altered(string topic, object written, object read) => new(topic,
        $"An event of {topic} comes back from its Avro bytes as another one; it was not sent.\nwritten: {written}\nread:    {read}\n" +
        "Either the codec is wrong, or the event holds what its schema cannot say.");

    internal static ReplayException NoField(Topic topic, Type record, string field) => new(topic.Name,
        $"{topic.Name}: the record {record.Name} has no field '{field}' of the type that a replay needs. " +
        "Mend the schema in schemas/events/, or the topic's key in schemas/topics.yaml.");

    internal static ReplayException AnotherContract(string topic, Type record) => new(topic,
        $"{topic}: the history has events of the record {record.Name}, and the topic's contract is another. Publish them to their own topic, or rebuild SmartKart.Schemas.");

    internal static ReplayException Differs(string topic, TopicTotals published, TopicTotals read) => new(topic, Text(
        $"{topic}: published were {published.Events:N0} events of {published.SizeBytes:N0} bytes with digest {published.Digest:x32}, and read back {read.Events:N0} of {read.SizeBytes:N0} with digest {read.Digest:x32}. Another producer wrote to the topic meanwhile, or records were lost: compare the topic's offsets, and replay into a topic that nobody else writes to."));

    internal static ReplayException OutOfOrder(TopicPartition partition, long offset, DateTimeOffset at, DateTimeOffset before) => new(partition.Topic, Text(
        $"{partition}, offset {offset}: the event occurred at {at:O}, and the one before it at {before:O}. A replay publishes in time order: another producer wrote to the topic meanwhile, or a retry reordered records."));

    internal static ReplayException WrongRecord(TopicPartition partition, long offset, string what, Exception? cause) => new(partition.Topic,
        $"{partition}, offset {offset.ToString(CultureInfo.InvariantCulture)}: {what.TrimEnd('.')}. " +
        "The record is none of the replay's, or was changed on its way: replay into a topic that nobody else writes to.", cause);

    internal static ReplayException Silent(TopicPartition partition, long end, TimeSpan waited) => new(partition.Topic, Text(
        $"{partition}: nothing came for {waited.TotalSeconds:0} s, and it is not read to its end at offset {end}. See whether the broker answers: smartkart topics describe {partition.Topic}"));

    internal static ReplayException RowsDoNotAddUp(string topic, long rows, long events) => new(topic, Text(
        $"{topic}: {rows:N0} input rows are said to have become its events, and {events:N0} events were read back. The history's rules and its events disagree."));

    internal static ReplayException NoPosition(TopicPartition partition, long offset, Exception cause) => new(partition.Topic,
        $"{partition}, offset {offset.ToString(CultureInfo.InvariantCulture)}: the record is no position of a replay: {cause.Message} " +
        "Another version wrote it: replay with that one, or begin anew with --restart.", cause);

    internal static ReplayException OtherShift(string source, TimeSpan begun) => new(Positions.PositionTopic.Name, begun == TimeSpan.Zero
        ? $"{source}: the replay was begun by the source's own clock, and can't be shifted now. Go on without --shift, or begin anew with --restart."
        : $"{source}: the replay was begun with all times shifted by {begun:c}. Go on with --shift now, which keeps that shift, or begin anew with --restart.");

    internal static ReplayException UnknownTopic(string topic, string source, IEnumerable<string> topics) => new(topic,
        $"{source} has no events of '{topic}'. It has those of {string.Join(", ", topics)}.");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
