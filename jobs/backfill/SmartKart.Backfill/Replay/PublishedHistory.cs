using SmartKart.Backfill.Histories;
using SmartKart.Kafka;

namespace SmartKart.Backfill.Replay;

/// <summary>A history as it was published: every row stands under one outcome, every event under one topic.</summary>
public sealed record PublishedHistory
{
    /// <summary>The history's name.</summary>
    public required string History { get; init; }

    /// <summary>The input rows by what became of them; empty where a history has no rows.</summary>
    public required RowAccount Account { get; init; }

    /// <summary>The topics that got events, by name.</summary>
    public required IReadOnlyList<PublishedTopic> Topics { get; init; }

    /// <summary>Topics whose retention was lifted, because it does not reach back to the history.</summary>
    public required IReadOnlyList<string> KeptForever { get; init; }

    /// <summary>The earliest event; null where there is none.</summary>
    public required DateTimeOffset? FirstOccurredAt { get; init; }

    /// <summary>The latest event; null where there is none.</summary>
    public required DateTimeOffset? LastOccurredAt { get; init; }

    /// <summary>From the first row read to the last event acknowledged.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>All events.</summary>
    public long Events => Topics.Sum(topic => topic.Totals.Events);
}

/// <summary>The events of a history in one topic, and where they lie.</summary>
public sealed class PublishedTopic
{
    private readonly TopicPublication _publication;

    internal PublishedTopic(TopicPublication publication, IReadOnlyList<TopicPartitionOffset> begins, IReadOnlyList<TopicPartitionOffset> ends)
    {
        _publication = publication;
        Begins = begins;
        Ends = ends;
    }

    /// <summary>The topic's name.</summary>
    public string Name => _publication.Topic.Name;

    /// <summary>What was published.</summary>
    public TopicTotals Totals => _publication.Totals;

    /// <summary>Where each partition ended before: where the history begins in it.</summary>
    public IReadOnlyList<TopicPartitionOffset> Begins { get; }

    /// <summary>Where each partition ended afterwards.</summary>
    public IReadOnlyList<TopicPartitionOffset> Ends { get; }

    internal TopicReading NewReading(Schemas.Registry.SchemaRegistryClient registry) => _publication.NewReading(registry);
}
