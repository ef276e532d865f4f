using System.Buffers;
using System.Buffers.Binary;
using System.Net.Sockets;
using SmartKart.Broker.Messages;
using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Tests.Running;

/// <summary>The barest client there is: one socket, requests out, responses in.</summary>
internal sealed class WireClient : IDisposable
{
    private readonly TcpClient _client = new() { NoDelay = true };
    private int _lastCorrelationId;

    private WireClient()
    {
    }

    public NetworkStream Stream => _client.GetStream();

    public static async Task<WireClient> ConnectAsync(int port)
    {
        var client = new WireClient();
        await client._client.ConnectAsync("127.0.0.1", port, TestContext.Current.CancellationToken);
        return client;
    }

    /// <summary>Asks, and waits for the answer.</summary>
    public async Task<TResponse> AskAsync<TRequest, TResponse>(ApiKey key, TRequest request, short? version = null)
        where TRequest : class, IMessage
        where TResponse : class, IMessage, new()
    {
        var spoken = version ?? MessageCatalog.Get(key).MaxVersion;
        var sent = await SendAsync(key, request, spoken);
        var frame = await ReceiveAsync();
        var response = ResponseFrame.Read<TResponse>(new ReadOnlySequence<byte>(frame), MessageCatalog.Get(key), spoken, out var correlationId);
        correlationId.ShouldBe(sent);
        return response;
    }

    /// <returns>The request's number.</returns>
    public async Task<int> SendAsync<TRequest>(ApiKey key, TRequest request, short version) where TRequest : class, IMessage
    {
        var output = new ArrayBufferWriter<byte>();
        RequestFrame.Write(output, MessageCatalog.Get(key), version, ++_lastCorrelationId, "test", request);
        await Stream.WriteAsync(output.WrittenMemory, TestContext.Current.CancellationToken);
        return _lastCorrelationId;
    }

    /// <summary>Sends bytes as they are, behind their length.</summary>
    public async Task SendBareAsync(byte[] bytes)
    {
        var framed = new byte[sizeof(int) + bytes.Length];
        BinaryPrimitives.WriteInt32BigEndian(framed, bytes.Length);
        bytes.CopyTo(framed, sizeof(int));
        await Stream.WriteAsync(framed, TestContext.Current.CancellationToken);
    }

    /// <summary>The next response, without its length.</summary>
    public async Task<byte[]> ReceiveAsync()
    {
        var length = new byte[sizeof(int)];
        await Stream.ReadExactlyAsync(length, TestContext.Current.CancellationToken);
        var frame = new byte[BinaryPrimitives.ReadInt32BigEndian(length)];
        await Stream.ReadExactlyAsync(frame, TestContext.Current.CancellationToken);
        return frame;
    }

    public void Dispose() => _client.Dispose();
}
