namespace SmartKart.Backfill.RoundTrip;

/// <summary>An event that Avro's bytes did not carry unchanged: a fault of the codec or of the mapping, never of the input.</summary>
public sealed class RoundTripException : BackfillException
{
    internal RoundTripException(string topic, object written, object read) : base(
        $"An event of {topic} came back from its Avro bytes as another one.\nwritten: {written}\nread:    {read}\n" +
        "Either the codec is wrong, or the event holds what its schema cannot say.") => Topic = topic;

    /// <summary>The event's topic.</summary>
    public string Topic { get; }
}
