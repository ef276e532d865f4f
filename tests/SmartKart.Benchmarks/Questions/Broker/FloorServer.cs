using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.Win32.SafeHandles;
using SmartKart.Broker.Messages;
using SmartKart.Broker.Native.Libc;
using SmartKart.Broker.Protocol;

namespace SmartKart.Benchmarks.Questions.Broker;

/// <summary>
/// The least that keeps a log, for one idempotent producer at a time: a blocking socket and a thread per connection, one buffer that it
/// receives into and writes from, one file for all partitions, no check of what came, and answers after an fsync that covers all that
/// waits. Nobody could read such a log again. What it reaches beside the mock cluster is more than a log on this disk ever will.
/// </summary>
internal sealed class FloorServer : IDisposable
{
    private const int NodeId = 1, MaxRequestBytes = 8 << 20, CachedBytes = 8 << 20, ReleasedAtOnce = 1 << 20;

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly SafeFileHandle _log;
    private readonly BlockingCollection<(Socket Client, ReadOnlyMemory<byte> Answer)> _answers = [];
    private long _position;                            // the one producer's connection moves it

    private FloorServer(string folder)
    {
        Directory.CreateDirectory(folder);
        _log = File.OpenHandle(Path.Combine(folder, "log"), FileMode.Create, FileAccess.Write);
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
    }

    public IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndPoint!;

    public static FloorServer Start(string folder)
    {
        var server = new FloorServer(folder);
        Run(server.Accept);
        Run(server.Commit);
        return server;
    }

    public void Dispose()
    {
        _listener.Dispose();
        _answers.Dispose();
        _log.Dispose();
    }

    private static void Run(Action loop) => new Thread(() =>
    {
        try
        {
            loop();
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // The client, or the race, has ended.
        }
    }) { IsBackground = true }.Start();

    private void Accept()
    {
        while (true)
        {
            var client = _listener.Accept();
            client.NoDelay = true;
            Run(() => Serve(client));
        }
    }

    private void Serve(Socket client)
    {
        var buffer = GC.AllocateUninitializedArray<byte>(MaxRequestBytes, pinned: true);
        while (Fill(client, buffer.AsSpan(0, sizeof(int))))
        {
            var request = buffer.AsMemory(0, BinaryPrimitives.ReadInt32BigEndian(buffer));
            if (!Fill(client, request.Span)) return;
            var header = RequestFrame.ReadHeader(new ReadOnlySequence<byte>(request), out var body);
            var api = MessageCatalog.Get((ApiKey)header.RequestApiKey);
            var output = new ArrayBufferWriter<byte>();
            ResponseFrame.Write(output, api, header.RequestApiVersion, header.CorrelationId, Answer(api, header.RequestApiVersion, body, request.Span));
            _answers.Add((client, output.WrittenMemory));
        }
    }

    private static bool Fill(Socket client, Span<byte> bytes)
    {
        while (bytes.Length > 0 && client.Receive(bytes) is var received and > 0) bytes = bytes[received..];
        return bytes.IsEmpty;
    }

    private IMessage Answer(Api api, short version, in ReadOnlySequence<byte> body, ReadOnlySpan<byte> request) => api.Key switch
    {
        ApiKey.ApiVersions => new ApiVersionsResponse
        {
            ApiKeys = [.. new[] { ApiKey.ApiVersions, ApiKey.Metadata, ApiKey.InitProducerId, ApiKey.Produce, ApiKey.Fetch }.Select(MessageCatalog.Get)
                .Select(each => new ApiVersionsResponse.ApiVersion { ApiKey = (short)each.Key, MinVersion = each.MinVersion, MaxVersion = each.MaxVersion })],
        },
        ApiKey.Metadata => Describe(RequestFrame.ReadBody<MetadataRequest>(body, api, version)),
        ApiKey.InitProducerId => new InitProducerIdResponse { ProducerId = 1 },
        ApiKey.Produce => Append(RequestFrame.ReadBody<ProduceRequest>(body, api, version), request),
        var other => throw new NotSupportedException($"A producer sent {other}, which the floor does not answer."),
    };

    private MetadataResponse Describe(MetadataRequest request) => new()
    {
        Brokers = [new() { NodeId = NodeId, Host = "127.0.0.1", Port = EndPoint.Port }],
        ControllerId = NodeId,
        Topics = [.. (request.Topics ?? []).Select(topic => new MetadataResponse.MetadataResponseTopic
        {
            Name = topic.Name,
            Partitions = [.. Enumerable.Range(0, Workload.Partitions).Select(index =>
                new MetadataResponse.MetadataResponsePartition { PartitionIndex = index, LeaderId = NodeId, ReplicaNodes = [NodeId], IsrNodes = [NodeId] })],
        })],
    };

    private ProduceResponse Append(ProduceRequest request, ReadOnlySpan<byte> bytes)
    {
        RandomAccess.Write(_log, bytes, _position);
        Volatile.Write(ref _position, _position + bytes.Length);
        return new ProduceResponse
        {
            Responses = [.. request.TopicData.Select(topic => new ProduceResponse.TopicProduceResponse
            {
                Name = topic.Name,
                PartitionResponses = [.. topic.PartitionData.Select(partition => new ProduceResponse.PartitionProduceResponse { Index = partition.Index })],
            })],
        };
    }

    private void Commit()
    {
        var (durable, released, waiting) = (0L, 0L, new List<(Socket Client, ReadOnlyMemory<byte> Answer)>());
        while (true)
        {
            waiting.Clear();
            waiting.Add(_answers.Take());
            while (_answers.TryTake(out var next)) waiting.Add(next);
            var written = Volatile.Read(ref _position);
            if (written > durable) RandomAccess.FlushToDisk(_log);
            durable = written;
            foreach (var (client, answer) in waiting) client.Send(answer.Span);
            if (durable - CachedBytes - released < ReleasedAtOnce) continue;
            // As the broker does: to take ever new memory costs more than all the rest.
            PageCache.Release(_log, released, durable - CachedBytes - released);
            released = durable - CachedBytes;
        }
    }
}
