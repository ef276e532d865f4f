using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>
/// Asks which requests, in which versions, the broker answers.
/// Kafka's ApiVersionsRequest, versions 0 to 4, flexible from 3.
/// </summary>
internal sealed class ApiVersionsRequest : IMessage
{
    public string ClientSoftwareName = "";
    public string ClientSoftwareVersion = "";

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.String(ref ClientSoftwareName, since: 3);
        codec.String(ref ClientSoftwareVersion, since: 3);
    }
}
