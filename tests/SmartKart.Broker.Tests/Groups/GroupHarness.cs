using System.Buffers;
using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using SmartKart.Broker.Groups;
using SmartKart.Broker.Handlers;
using SmartKart.Broker.Handlers.Groups;
using SmartKart.Broker.Messages;
using SmartKart.Broker.Protocol;
using SmartKart.Broker.Security;
using SmartKart.Broker.Storage;
using SmartKart.Broker.Tests.Storage;
using SmartKart.Broker.Topics;
using SmartKart.Broker.Transactions;

namespace SmartKart.Broker.Tests.Groups;

/// <summary>
/// A coordinator over a log on disk, a clock of the test's and topics of its wish; asked as a client asks, in the bytes of a version.
/// It can be stopped, killed and started again on what that leaves.
/// </summary>
internal sealed class GroupHarness : IAsyncDisposable
{
    private readonly TestFolder _folder = new();
    private readonly GroupOptions _options;
    private readonly LogEnvironment _disk;
    private string _path;
    private PartitionLog _log;
    private Dictionary<ApiKey, IRequestHandler> _handlers;

    public GroupHarness(GroupOptions? options = null, LogEnvironment? disk = null)
    {
        _options = options ?? new GroupOptions();
        _disk = disk ?? new LogEnvironment();
        _path = _folder["__consumer_offsets-0"];
        (_log, Coordinator, _handlers) = Open();
    }

    public ManualClock Clock { get; } = new();
    public TestTopics Topics { get; } = new();
    public GroupCoordinator Coordinator { get; private set; }
    public PartitionLog Log => _log;

    /// <summary>What the log's admission shall say, in place of transactions.</summary>
    public ScriptedAdmission Admission { get; } = new();

    public async Task<TResponse> Ask<TResponse>(ApiKey key, IMessage request, short version, CancellationTokenSource? client = null)
        where TResponse : class, IMessage, new()
    {
        var api = MessageCatalog.Get(key);
        var gone = client?.Token ?? CancellationToken.None;
        var context = new RequestContext { Api = api, Version = version, ClientId = "client", Client = new TestClient(), Cancellation = gone };
        var answer = _handlers[key].HandleAsync(Bytes(request, api, version), context).AsTask();
        var response = await answer.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        // Through the bytes and back: what a version cannot say, a client does not see.
        var seen = new TResponse();
        MessageReader.Read(Bytes(response.ShouldNotBeNull(), api, version), version, api.IsFlexible(version), seen);
        return seen;
    }

    /// <summary>Ends in good order and starts again.</summary>
    public async Task Restart()
    {
        await Coordinator.DisposeAsync();
        _log.Dispose();
        (_log, Coordinator, _handlers) = Open();
    }

    /// <summary>Starts again on what a kill at this moment would leave.</summary>
    public async Task Kill()
    {
        var left = _folder.Crash(_path);
        await Coordinator.DisposeAsync();
        _log.Dispose();
        _path = left;
        (_log, Coordinator, _handlers) = Open();
    }

    public async ValueTask DisposeAsync()
    {
        await Coordinator.DisposeAsync();
        _log.Dispose();
        _folder.Dispose();
    }

    private (PartitionLog, GroupCoordinator, Dictionary<ApiKey, IRequestHandler>) Open()
    {
        var settings = LogSettings.Default with { Cleanup = Schemas.Catalogue.CleanupPolicy.Compact };
        var log = PartitionLog.Open(_path, settings, _disk, Admission);
        var partition = new Partition(new TopicPartition(InternalTopics.ConsumerOffsets, 0), log, new ProducerStates());
        var coordinator = new GroupCoordinator(Topics, partition, _options, Clock, NullLogger.Instance);
        return (log, coordinator, GroupHandlers.All(coordinator).ToDictionary(handler => handler.Key));
    }

    private static ReadOnlySequence<byte> Bytes(IMessage message, Api api, short version)
    {
        var buffer = new ArrayBufferWriter<byte>();
        MessageWriter.Write(buffer, message, version, api.IsFlexible(version));
        return new ReadOnlySequence<byte>(buffer.WrittenMemory);
    }

    private sealed class TestClient : IClient
    {
        public string Host => "/127.0.0.1";
        public DnsEndPoint Advertised => new("localhost", 9092);
        public Authentication Authentication { get; } = Authentication.NotAsked();
    }
}

/// <summary>Takes every append until told otherwise.</summary>
internal sealed class ScriptedAdmission : IAppendAdmission
{
    public AppendFault Verdict { get; set; }

    /// <summary>Stands for a disk that refuses.</summary>
    public Exception? Failure { get; set; }

    public Admission Admit(in RecordBatch batch, AppendSource source) => Failure is null ? new Admission(Verdict) : throw Failure;

    public void Appended(in RecordBatch batch)
    {
    }

    public void Truncated(long endOffset)
    {
    }

    public void Dropping()
    {
    }
}
