using Microsoft.Extensions.Logging;
using SmartKart.Kafka;
using SmartKart.Schemas;
using SmartKart.Schemas.Catalogue;
using SmartKart.Topologies.Telemetry;
using SmartKart.Warehouse;

namespace SmartKart.Topologies.Archive;

/// <summary>
/// Archives topics again and again, each as soon as enough waits there. Several of them, in whatever processes, share the topics: who finds one taken
/// leaves it. What holds one topic up holds up no other; it is logged with its remedy, and tried again.
/// </summary>
public sealed class ContinuousArchive : IAsyncDisposable
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(15);

    private readonly TopicArchive _archive;
    private readonly string _root;
    private readonly WaitingTopics _waiting;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly ArchiveMetrics _metrics = new();
    private readonly CancellationTokenSource _stop = new();
    private string? _blindness;

    private ContinuousArchive(TopicArchive archive, WaitingTopics waiting, string root, TimeProvider clock, ILogger logger)
    {
        (_archive, _waiting, _root, _clock, _logger) = (archive, waiting, root, clock, logger);
        Completion = Task.Run(RunAsync);
    }

    /// <summary>Ends when it was stopped, or with what it can't go on over.</summary>
    public Task Completion { get; }

    /// <summary>Starts it.</summary>
    /// <param name="archive">Does a run. It is this one's alone from now on.</param>
    /// <param name="admin">The cluster's administrator; it stays its owner's.</param>
    /// <param name="topics">Of the catalogue; those that the cluster doesn't have yet are looked for again and again.</param>
    /// <param name="root">The history's folder.</param>
    /// <param name="options">When a run begins.</param>
    /// <param name="clock">Tells how long records wait.</param>
    /// <param name="logger">Where its log goes.</param>
    public static ContinuousArchive Start(
        TopicArchive archive, KafkaAdmin admin, IReadOnlyList<Topic> topics, string root, ArchiveOptions options, TimeProvider clock, ILogger logger) =>
        new(archive, new WaitingTopics(admin, topics, root, options.Checked(), clock), root, clock, logger);

    /// <summary>Stops it: a run under way is dropped, and done again by whoever comes next.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Completion.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);       // who wants its fault asks for Completion
        _metrics.Dispose();
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                foreach (var topic in await LookAsync()) await ArchiveAsync(topic);
                await Task.Delay(BetweenLooks, _clock, _stop.Token);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // It was stopped: the only way that this ends well.
        }
    }

    private async Task<IReadOnlyList<WaitingTopic>> LookAsync()
    {
        try
        {
            var due = await _waiting.LookAsync(_stop.Token);
            foreach (var topic in _waiting.Missing) HoldUp(topic, ArchiveException.NoTopic(topic.Topic.Name, null));
            _blindness = null;
            foreach (var topic in _waiting.All)
            {
                var (records, age) = topic.Waiting(_clock.GetUtcNow());
                _metrics.Waiting(topic.Topic.Name, records, age);
            }
            return due;
        }
        catch (KafkaException fault)
        {
            if (_blindness != fault.Message) Log.ArchiveBlind(_logger, fault.Message, BetweenLooks);
            _blindness = fault.Message;
            return [];
        }
    }

    private async Task ArchiveAsync(WaitingTopic topic)
    {
        try
        {
            var archived = await _archive.RunAsync(topic.Topic, _root, progress: null, _stop.Token);
            topic.Archived(_archive.IsTold(archived.Topic) ? null : _clock.GetUtcNow() + RetryAfter);
            _metrics.Finished(archived.Topic, archived.Events, archived.Files.Count);
            if (archived.Events + archived.DeadLetters > 0)
                Log.Archived(_logger, archived.Topic, archived.Events, archived.DeadLetters, archived.Files.Count);
        }
        catch (ArchiveException busy) when (busy.IsBusy)
        {
            topic.Archived(tellAfter: null);       // by another, which is at it
        }
        catch (Exception fault) when (fault is ArchiveException or KafkaException or SchemaException or WarehouseException or IOException)
        {
            HoldUp(topic, fault);
        }
    }

    private void HoldUp(WaitingTopic topic, Exception fault)
    {
        if (topic.HoldUp(_clock.GetUtcNow() + RetryAfter, fault.Message)) Log.ArchiveHeldUp(_logger, topic.Topic.Name, fault.Message, RetryAfter);
    }
}
