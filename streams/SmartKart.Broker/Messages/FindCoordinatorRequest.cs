using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>
/// Asks which broker coordinates a group or a transactional id.
/// Kafka's FindCoordinatorRequest, versions 0 to 6, flexible from 3.
/// </summary>
internal sealed class FindCoordinatorRequest : IMessage
{
    public string Key = "";
    public sbyte KeyType;
    public List<string> CoordinatorKeys = [];

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.String(ref Key, until: 3);
        codec.Int8(ref KeyType, since: 1);
        codec.Array(ref CoordinatorKeys, since: 4);
    }
}
