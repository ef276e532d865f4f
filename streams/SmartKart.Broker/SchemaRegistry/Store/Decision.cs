namespace SmartKart.Broker.SchemaRegistry;

/// <summary>What a request comes to, given a state: an answer, and what must be in the log before it is given.</summary>
/// <param name="Answer">To the caller.</param>
/// <param name="Records">What changes; empty where all is as the caller wants it already.</param>
internal readonly record struct Decision<T>(T Answer, IReadOnlyList<RegistryRecord> Records)
{
    public Decision(T answer) : this(answer, []) { }
}
