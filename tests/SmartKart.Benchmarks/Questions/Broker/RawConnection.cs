using System.Buffers;
using System.Buffers.Binary;
using System.Net.Sockets;
using SmartKart.Broker.Messages;
using SmartKart.Broker.Protocol;

namespace SmartKart.Benchmarks.Questions.Broker;

/// <summary>A socket that sends requests that are ready and reads answers without a look inside: a client that costs nothing.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] _answer = new byte[1 << 20];

    public RawConnection(string address)
    {
        var colon = address.LastIndexOf(':');
        _socket.Connect(address[..colon], int.Parse(address[(colon + 1)..], System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>A request as it goes over the wire.</summary>
    public static byte[] Framed<TRequest>(ApiKey key, short version, TRequest request) where TRequest : class, IMessage
    {
        var output = new ArrayBufferWriter<byte>();
        RequestFrame.Write(output, MessageCatalog.Get(key), version, correlationId: 0, "raw", request);
        return output.WrittenSpan.ToArray();
    }

    public TResponse Ask<TRequest, TResponse>(ApiKey key, short version, TRequest request) where TRequest : class, IMessage where TResponse : class, IMessage, new()
    {
        Send(Framed(key, version, request));
        return Read<TResponse>(key, version);
    }

    public void Send(ReadOnlySpan<byte> request)
    {
        for (var sent = 0; sent < request.Length;) sent += _socket.Send(request[sent..]);
    }

    /// <summary>Reads an answer and understands it.</summary>
    public TResponse Read<TResponse>(ApiKey key, short version) where TResponse : class, IMessage, new()
    {
        var bytes = Receive();
        return ResponseFrame.Read<TResponse>(new ReadOnlySequence<byte>(_answer, 0, bytes), MessageCatalog.Get(key), version, out _);
    }

    /// <summary>Reads an answer and leaves it at that.</summary>
    /// <returns>Its bytes.</returns>
    public int Receive()
    {
        Fill(sizeof(int));
        var bytes = BinaryPrimitives.ReadInt32BigEndian(_answer);
        if (bytes > _answer.Length) _answer = new byte[bytes];
        Fill(bytes);
        return bytes;
    }

    public void Dispose() => _socket.Dispose();

    private void Fill(int bytes)
    {
        for (var filled = 0; filled < bytes;)
            filled += _socket.Receive(_answer.AsSpan(filled, bytes - filled)) is var read and > 0 ? read : throw new EndOfStreamException("The broker has closed a raw connection; its log, on stderr above, says why.");
    }
}
