namespace SmartKart.Topologies.Events;

/// <summary>An event that can be read and can't be so: its time is far ahead, its key is no key. It goes to the dead letters.</summary>
public sealed class EventRejectedException : Exception
{
    /// <param name="topic">Where it stood.</param>
    /// <param name="field">The field.</param>
    /// <param name="reason">What is wrong with its value, and what would be right.</param>
    public EventRejectedException(string topic, string field, string reason) : base($"{topic}.{field}: {reason}") => (Topic, Field) = (topic, field);

    /// <summary>The topic.</summary>
    public string Topic { get; }

    /// <summary>The field.</summary>
    public string Field { get; }
}
