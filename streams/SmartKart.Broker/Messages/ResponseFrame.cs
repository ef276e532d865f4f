using System.Buffers;
using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>A response on the wire: its length, a header, its body.</summary>
internal static class ResponseFrame
{
    private const short FlexibleHeader = 1;

    /// <summary>Writes a response with its length. Records go from where they lie straight into the output.</summary>
    /// <exception cref="ProtocolException">The version cannot say what the response holds; nothing was written.</exception>
    public static void Write<TResponse>(IBufferWriter<byte> output, Api api, short version, int correlationId, TResponse response)
        where TResponse : class, IMessage
    {
        var header = new ResponseHeader { CorrelationId = correlationId };
        Frame.Write(output, header, api.ResponseHeaderVersion(version), FlexibleHeader, response, version, api.IsFlexible(version));
    }

    /// <summary>Reads a response, as a client would.</summary>
    /// <param name="frame">What follows the length.</param>
    /// <param name="api">What was asked.</param>
    /// <param name="version">The version it was asked in.</param>
    /// <param name="correlationId">Which request it answers.</param>
    public static TResponse Read<TResponse>(in ReadOnlySequence<byte> frame, Api api, short version, out int correlationId)
        where TResponse : class, IMessage, new()
    {
        var header = new ResponseHeader();
        var headerVersion = api.ResponseHeaderVersion(version);
        var bytes = MessageReader.Read(frame, headerVersion, headerVersion >= FlexibleHeader, header);
        var response = new TResponse();
        MessageReader.Read(frame.Slice(bytes), version, api.IsFlexible(version), response);
        correlationId = header.CorrelationId;
        return response;
    }
}
