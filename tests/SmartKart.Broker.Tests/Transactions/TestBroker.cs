using Microsoft.Extensions.Logging.Abstractions;
using SmartKart.Broker.Groups;
using SmartKart.Broker.Protocol;
using SmartKart.Broker.Storage;
using SmartKart.Broker.Tests.Storage;
using SmartKart.Broker.Topics;
using SmartKart.Broker.Transactions;

namespace SmartKart.Broker.Tests.Transactions;

/// <summary>
/// A few partitions and a transaction coordinator over real logs, on a clock that stands still. Nothing is waited for unless
/// the environment has a group commit.
/// </summary>
internal sealed class TestBroker : ITransactionalOffsets, IDisposable
{
    public static readonly TopicPartition Clicks = new("clickstream", 0), Orders = new("order_placed", 0), Offsets = new(InternalTopics.ConsumerOffsets, 0);

    private static readonly TopicPartition State = new(InternalTopics.TransactionState, 0);
    private static readonly TopicPartition[] All = [Clicks, Orders, Offsets, State];

    private readonly TestFolder _folder = new();
    private readonly Dictionary<TopicPartition, Partition> _partitions = [];
    private readonly LogSettings _settings;
    private readonly TransactionOptions _options;
    private readonly LogEnvironment _environment;
    private string _root = "first";
    private int _crashes;

    public TestBroker(TransactionOptions? options = null, LogSettings? settings = null, LogEnvironment? environment = null)
    {
        _environment = (environment ?? new LogEnvironment()) with { Time = Time };
        _options = options ?? TransactionOptions.Default with { CompletionWait = TimeSpan.Zero };
        _settings = settings ?? LogSettings.Default;
        Coordinator = Open();
    }

    public ManualTime Time { get; } = new(1_700_000_000_000);
    public TransactionCoordinator Coordinator { get; private set; }
    public Partition this[TopicPartition id] => _partitions[id];

    /// <summary>What the group coordinator was told.</summary>
    public List<(long Producer, bool Committed)> Completed { get; } = [];

    /// <summary>Called before a partition is looked up: a moment between two steps of the coordinator.</summary>
    public Action<TopicPartition>? Finding { get; set; }

    /// <summary>Offsets that opening had to scan.</summary>
    public long Scanned { get; private set; }

    public void Complete(long producerId, bool committed) => Completed.Add((producerId, committed));

    public void Delete(TopicPartition id)
    {
        _partitions[id].Log.Abandon();
        _partitions.Remove(id);
    }

    public async Task<ProducerIdAndEpoch> BeginAsync(string id, int timeoutMs = 60_000)
    {
        var (error, producer) = await InitializeAsync(id, timeoutMs);
        error.ShouldBe(ErrorCode.None);
        return producer;
    }

    public async Task<ErrorCode> AddAsync(string id, ProducerIdAndEpoch producer, params TopicPartition[] partitions) =>
        await Coordinator.AddPartitionsAsync(id, producer, partitions, CancellationToken.None);

    public async Task<ErrorCode> EndAsync(string id, ProducerIdAndEpoch producer, bool commit)
    {
        var error = await Coordinator.EndAsync(id, producer, commit, CancellationToken.None);
        await Coordinator.SettledAsync();
        return error;
    }

    public async Task<InitializedProducer> InitializeAsync(string? id, int timeoutMs = 60_000, ProducerIdAndEpoch? claimed = null)
    {
        var initialized = await Coordinator.InitializeAsync(id, timeoutMs, claimed, CancellationToken.None);
        await Coordinator.SettledAsync();
        return initialized;
    }

    public async Task SweepAsync()
    {
        await Coordinator.SweepAsync();
        await Coordinator.SettledAsync();
    }

    public AppendResult Send(TopicPartition to, ProducerIdAndEpoch producer, int sequence, string[] values, bool isTransactional = true) =>
        this[to].Log.Append(TestProducer.Batch(producer, sequence, values, isTransactional));

    /// <summary>A clean stop, and a start.</summary>
    public async Task RestartAsync()
    {
        await StopAsync(saved: true);
        Coordinator = Open();
    }

    /// <summary>What a crash at this moment would leave, for <see cref="ReviveAsync"/>.</summary>
    public string Crash()
    {
        var root = $"crash-{_crashes++}";
        foreach (var id in _partitions.Keys)
        {
            var copy = Directory.CreateDirectory(_folder[Path.Combine(root, id.ToString())]).FullName;
            foreach (var file in Directory.GetFiles(_partitions[id].Log.DirectoryPath)) File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }
        return root;
    }

    /// <summary>Goes on from what a crash has left.</summary>
    public async Task ReviveAsync(string crash)
    {
        await StopAsync(saved: false);
        _root = crash;
        Finding = null;
        Completed.Clear();
        Coordinator = Open();
    }

    public void Dispose()
    {
        StopAsync(saved: false).GetAwaiter().GetResult();      // nothing of it waits for anything
        _folder.Dispose();
    }

    private async Task StopAsync(bool saved)
    {
        await Coordinator.DisposeAsync();
        foreach (var partition in _partitions.Values)
        {
            if (saved) partition.Producers.SaveSnapshot();
            if (saved) partition.Log.Dispose(); else partition.Log.Abandon();
        }
        _partitions.Clear();
    }

    private TransactionCoordinator Open()
    {
        Scanned = 0;
        foreach (var id in All)
        {
            var producers = new ProducerStates(_options, Time);
            var settings = id == State ? LogSettings.Default with { Cleanup = SmartKart.Schemas.Catalogue.CleanupPolicy.Compact } : _settings;
            var log = PartitionLog.Open(_folder[Path.Combine(_root, id.ToString())], settings, _environment, producers);
            Scanned += producers.Restore(log);
            _partitions[id] = new Partition(id, log, producers);
        }
        return new TransactionCoordinator(Find, _partitions[State], this, _options, Time, NullLogger.Instance);
    }

    private Partition? Find(TopicPartition id)
    {
        Finding?.Invoke(id);
        return _partitions.GetValueOrDefault(id);
    }
}
