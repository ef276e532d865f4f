namespace SmartKart.Topologies.Events;

/// <summary>
/// An event that can be read but makes no sense to a topology. Thrown in a processor before anything was written: the processing exception
/// handler decides what becomes of the record.
/// </summary>
public sealed class UnusableEventException : Exception
{
    private UnusableEventException(string message) : base(message) { }

    /// <summary>A record without a value, where the topic's records are facts.</summary>
    /// <param name="topic">The topic.</param>
    internal static UnusableEventException WithoutValue(string topic) =>
        new($"A record of {topic} has no value. Its records are events, of which none can be deleted: publish the event.");

    /// <summary>An id that is empty, or longer than keys may be.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="field">The field that holds it.</param>
    /// <param name="length">Its length in characters.</param>
    internal static UnusableEventException BadId(string topic, string field, int length) =>
        new($"An event of {topic} has a {field} of {length} characters. Ids have 1 to {EventChecks.MaxIdLength}.");

    /// <summary>A number that no such event can have.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="what">The value, with its field and id.</param>
    /// <param name="allowed">What it may be.</param>
    internal static UnusableEventException BadValue(string topic, string what, string allowed) => new($"An event of {topic} has {what}. {allowed}");
}
