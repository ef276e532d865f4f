using System.Buffers;
using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>A request on the wire: its length, a header of the version that the request's own version asks for, its body.</summary>
internal static class RequestFrame
{
    private const short FlexibleHeader = 2;

    /// <summary>Reads the header of a frame.</summary>
    /// <param name="frame">What follows the length.</param>
    /// <param name="body">What follows the header.</param>
    /// <remarks>
    /// The header of an API that the catalogue lacks is read as version 1, so that its number and its client can be told;
    /// whether API and version are spoken is the caller's to check.
    /// </remarks>
    /// <exception cref="ProtocolException">The frame begins with no header.</exception>
    public static RequestHeader ReadHeader(in ReadOnlySequence<byte> frame, out ReadOnlySequence<byte> body)
    {
        var header = new RequestHeader();
        MessageReader.Read(frame, version: 0, flexible: false, header);
        var version = MessageCatalog.Find(header.RequestApiKey)?.RequestHeaderVersion(header.RequestApiVersion) ?? 1;
        var bytes = MessageReader.Read(frame, version, version >= FlexibleHeader, header);
        body = frame.Slice(bytes);
        return header;
    }

    /// <summary>Reads the body that <see cref="ReadHeader"/> left; its records remain slices of the frame.</summary>
    /// <exception cref="ProtocolException">The body is no request of this kind and version.</exception>
    public static TRequest ReadBody<TRequest>(in ReadOnlySequence<byte> body, Api api, short version)
        where TRequest : class, IMessage, new()
    {
        var request = new TRequest();
        MessageReader.Read(body, version, api.IsFlexible(version), request);
        return request;
    }

    /// <summary>Writes a request with its length, as a client would.</summary>
    public static void Write<TRequest>(
        IBufferWriter<byte> output, Api api, short version, int correlationId, string? clientId, TRequest request)
        where TRequest : class, IMessage
    {
        var header = new RequestHeader
        {
            RequestApiKey = (short)api.Key,
            RequestApiVersion = version,
            CorrelationId = correlationId,
            ClientId = clientId,
        };
        Frame.Write(output, header, api.RequestHeaderVersion(version), FlexibleHeader, request, version, api.IsFlexible(version));
    }
}
