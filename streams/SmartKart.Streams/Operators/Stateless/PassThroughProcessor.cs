namespace SmartKart.Streams.Operators.Stateless;

/// <summary>Forwards every record as it is: where streams meet, or a branch begins.</summary>
internal sealed class PassThroughProcessor<K, V> : ForwardingProcessor<K, V, K, V>
{
    public override void Process(in Record<K, V> record) => Context.Forward(record);
}
