using Microsoft.Extensions.Logging;
using SmartKart.Kafka;
using SmartKart.Streams.Queries;
using SmartKart.Streams.Threads;

namespace SmartKart.Streams;

/// <summary>
/// One instance of an application: runs a topology against Kafka, together with the instances that share its application id. Started
/// once, stopped once; safe to use from any thread.
/// </summary>
public sealed class KafkaStreams : IAsyncDisposable
{
    private readonly Topology _topology;
    private readonly StreamsOptions _options;
    private readonly KafkaConfiguration _kafka;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly InstanceState _state;
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _stopping = new(1, 1);
    private Instance? _instance;
    private bool _isDisposed;

    /// <param name="topology">What the application does.</param>
    /// <param name="options">How it runs.</param>
    /// <param name="kafka">Where the cluster is; librdkafka's settings in it are those of all the application's clients.</param>
    /// <param name="loggers">Where its log goes.</param>
    /// <param name="time">What tells the time; the system's unless given.</param>
    /// <exception cref="StreamsOptionsException">An option is out of its range.</exception>
    public KafkaStreams(Topology topology, StreamsOptions options, KafkaConfiguration kafka, ILoggerFactory loggers, TimeProvider? time = null)
    {
        StreamsOptionsRules.Check(options);
        (_topology, _options, _kafka, _time) = (topology, options, kafka, time ?? TimeProvider.System);
        _logger = loggers.CreateLogger("SmartKart.Streams");
        _state = new InstanceState(options.ApplicationId, _logger);
    }

    /// <summary>What it does at the moment.</summary>
    public KafkaStreamsState State => _state.Current;

    /// <summary>Ends when the application has stopped: well, or with the error that stopped it.</summary>
    public Task Completion => _completion.Task;

    /// <summary>The tasks whose state this instance keeps up to date, to take over from whoever runs them.</summary>
    public IReadOnlyList<TaskId> StandbyTasks => _instance?.Updater.Standbys ?? [];

    /// <summary>It went from one state to another. Handlers are called one after the other, by whichever thread brought it about, and must not wait.</summary>
    public event Action<StateChange> StateChanged { add => _state.Changed += value; remove => _state.Changed -= value; }

    /// <summary>A task began to process here: at the start, and after each rebalance that brought one. Handlers are called by its thread, and must not wait.</summary>
    public event Action<TaskStart>? TaskStarted;

    /// <summary>Looks at the topics and creates the application's own, as <see cref="StartAsync"/> does, and starts nothing: for who fills changelogs before the first start.</summary>
    /// <param name="cancellation">Gives it up.</param>
    /// <exception cref="TopologyException">Topics are missing or don't fit.</exception>
    /// <exception cref="KafkaException">No broker answered.</exception>
    public Task InitAsync(CancellationToken cancellation = default) => Instance.PlanAsync(_topology, _options, _kafka, _logger, cancellation);

    /// <summary>
    /// Looks at the topics, creates the application's own, fills global stores and starts the threads. When it returns they are about to
    /// join the group; <see cref="State"/> tells when all tasks process.
    /// </summary>
    /// <param name="cancellation">Gives up the start.</param>
    /// <exception cref="TopologyException">Topics are missing or don't fit.</exception>
    /// <exception cref="StreamsOptionsException">The state directory can't be used.</exception>
    /// <exception cref="StreamsStateException">It was started before.</exception>
    /// <exception cref="KafkaException">No broker answered.</exception>
    public async Task StartAsync(CancellationToken cancellation = default)
    {
        if (!_state.TryGo(KafkaStreamsState.Rebalancing, "started", from: KafkaStreamsState.Created))
            throw new StreamsStateException($"The application '{_options.ApplicationId}' is {State}, and starts once. Make another {nameof(KafkaStreams)} to run it again.");
        await _stopping.WaitAsync(CancellationToken.None); // a stop, also one for a thread's failure, waits until there is something to stop
        try
        {
            _instance = await Instance.StartAsync(_topology, _options, _kafka, _logger, _time, start => TaskStarted?.Invoke(start), Look, Fail, cancellation);
        }
        catch (Exception fault)
        {
            _state.Go(KafkaStreamsState.PendingError, fault.Message);
            _state.Go(KafkaStreamsState.Error, fault.Message);
            _completion.TrySetException(fault);
            throw;
        }
        finally
        {
            _stopping.Release();
        }
        Look("all threads were started");
    }

    /// <summary>Finishes the records at hand, commits, closes the tasks and leaves the group. Once stopped, nothing happens.</summary>
    public async Task StopAsync() => await StopAsync(failure: null);

    /// <summary>
    /// A state store as other threads may read it: one over all tasks of this instance, or a global one. Under exactly once it shows what is
    /// committed. What it is asked while a part of it is restored, or was moved, throws an <see cref="InvalidStateStoreException"/>.
    /// </summary>
    /// <param name="name">The store's name.</param>
    /// <param name="type">Its kind, of <see cref="QueryableStoreTypes"/>.</param>
    /// <exception cref="TopologyException">The topology has no such store.</exception>
    /// <exception cref="StreamsStateException">The application does not run.</exception>
    public T Store<T>(string name, QueryableStoreType<T> type) => Running().Stores.Store(name, type);

    /// <summary>
    /// Up to which offset (without it) the partitions of this instance's tasks are committed, with stores that show it: the broker knows of a
    /// commit a moment before queries do. Partitions of which no record was taken since they were assigned are left out: nothing was changed by them.
    /// </summary>
    /// <exception cref="StreamsStateException">The application does not run.</exception>
    public IReadOnlyDictionary<TopicPartition, long> CommittedOffsets => Running().Tasks.CommittedOffsets();

    /// <summary>Which instance holds a key of a store. Asks the broker who has which partitions.</summary>
    /// <param name="store">The store's name.</param>
    /// <param name="key">The key; its records must have been partitioned by its bytes, as they are unless a partitioner says otherwise.</param>
    /// <param name="keySerde">Writes the key as the topology does.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <exception cref="TopologyException">The topology has no such store, or it is a global one.</exception>
    /// <exception cref="StreamsStateException">The application does not run.</exception>
    /// <exception cref="KafkaException">No broker answered.</exception>
    public Task<KeyQueryMetadata> QueryMetadataForKeyAsync<K>(string store, K key, ISerde<K> keySerde, CancellationToken cancellation = default) =>
        Running().Stores.MetadataForKeyAsync(store, key, keySerde, cancellation);

    /// <summary>Starts one more thread.</summary>
    /// <returns>Its name; null while the application is not running.</returns>
    public string? AddThread() => _instance?.Threads.Add();

    /// <summary>Stops one thread, when it has committed; its tasks go to the others.</summary>
    /// <returns>Its name; null where there is none.</returns>
    public async Task<string?> RemoveThreadAsync() => _instance is null ? null : await _instance.Threads.RemoveAsync();

    /// <summary>Deletes the application's local state, so that the next start restores all of it.</summary>
    /// <exception cref="StreamsStateException">The application runs.</exception>
    public void CleanUp()
    {
        if (State is not (KafkaStreamsState.Created or KafkaStreamsState.NotRunning or KafkaStreamsState.Error))
            throw new StreamsStateException($"The application '{_options.ApplicationId}' is {State}. Stop it before its state is deleted.");
        ProcessDirectory.CleanUp(_options.StateDirectory, _options.ApplicationId);
    }

    /// <summary>Stops. Once disposed of, nothing happens.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true)) return;
        await StopAsync();
        _stopping.Dispose();
    }

    private Instance Running() => State is KafkaStreamsState.Running or KafkaStreamsState.Rebalancing && _instance is { } instance
        ? instance
        : throw new StreamsStateException($"The application '{_options.ApplicationId}' is {State}. Its stores can be asked while it runs.");

    private async Task StopAsync(Exception? failure)
    {
        await _stopping.WaitAsync();
        try
        {
            if (State is KafkaStreamsState.NotRunning or KafkaStreamsState.Error) return;
            var reason = failure?.Message ?? "asked to stop";
            _state.Go(failure is null ? KafkaStreamsState.PendingShutdown : KafkaStreamsState.PendingError, reason);
            if (_instance is not null) await _instance.DisposeAsync();
            _state.Go(failure is null ? KafkaStreamsState.NotRunning : KafkaStreamsState.Error, reason);
            if (failure is null) _completion.TrySetResult();
            else _completion.TrySetException(failure);
        }
        finally
        {
            _stopping.Release();
        }
    }

    // A thread says that something changed: is the whole now rebalancing or running?
    private void Look(string reason)
    {
        if (_instance is not { } instance) return;
        if (instance.Threads.AllRun) _state.TryGo(KafkaStreamsState.Running, reason, from: KafkaStreamsState.Rebalancing);
        else _state.TryGo(KafkaStreamsState.Rebalancing, reason, from: KafkaStreamsState.Running);
    }

    // Called by a thread's end: the stop, which waits for all threads, goes on elsewhere, and its end is told by Completion.
    private void Fail(Exception fault) => _ = Task.Run(() => StopAsync(fault));
}
