namespace SmartKart.Broker.Topics;

/// <summary>What others need to know of topics.</summary>
internal interface ITopicView
{
    /// <summary>Every topic, by name: a snapshot.</summary>
    IReadOnlyDictionary<string, Topic> All { get; }

    /// <summary>After topics were made, deleted or given more partitions.</summary>
    event Action? Changed;
}
