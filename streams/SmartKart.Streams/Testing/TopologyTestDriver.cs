using Microsoft.Extensions.Logging.Abstractions;
using SmartKart.Streams.Graph;
using SmartKart.Streams.State;
using SmartKart.Streams.Tasks;

namespace SmartKart.Streams.Testing;

/// <summary>
/// Runs a topology in virtual time, with no broker: records are piped in, processed at once to the last consequence, and read from the
/// topics they went to. Every topic has one partition. One thread.
/// </summary>
public sealed class TopologyTestDriver : IDisposable
{
    // So much may be uncommitted before the driver commits by itself: enough that a commit costs little per record.
    private const long MaxUncommittedBytes = 1 << 20;

    private readonly DriverClock _clock;
    private readonly DriverTopics _topics;
    private readonly string? _ownStateDirectory;
    private readonly List<StreamTask> _tasks = [];
    private readonly List<ITaskStore> _globalStores = [];
    private int _sinceCommitCheck;

    /// <summary>Starts the topology.</summary>
    /// <param name="topology">What to run.</param>
    /// <param name="options">How; null for the usual.</param>
    /// <exception cref="TopologyException">The topology cannot run.</exception>
    public TopologyTestDriver(Topology topology, TopologyTestDriverOptions? options = null)
    {
        options ??= new TopologyTestDriverOptions();
        _clock = new DriverClock(options.InitialWallClockTime);
        _ownStateDirectory = options.StateDirectory is null ? Directory.CreateTempSubdirectory("topology-test-").FullName : null;
        var settings = new TaskSettings(options.ApplicationId, _clock, options.Logger ?? NullLogger.Instance)
        {
            DeserializationExceptionHandler = options.DeserializationExceptionHandler,
            ProcessingExceptionHandler = options.ProcessingExceptionHandler,
            ProductionExceptionHandler = options.ProductionExceptionHandler,
            DeadLetterTopic = options.DeadLetterTopic,
            DeadLetterFormat = options.DeadLetterFormat,
            StateDirectory = options.StateDirectory ?? _ownStateDirectory,
            CachingEnabled = options.CachingEnabled,
        };
        _topics = new DriverTopics();
        try
        {
            var globals = StartGlobalStores(topology.Graph, settings);
            foreach (var sub in topology.Graph.SubTopologies()) Start(new StreamTask(new TaskId(sub.Number, 0), sub, settings, _topics, globals), settings);
            ProcessAll();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Now, by the wall clock of the driver.</summary>
    public DateTimeOffset WallClockTime => _clock.GetUtcNow();

    /// <summary>A way to pipe records into a topic.</summary>
    /// <param name="topic">A topic that a source reads.</param>
    /// <param name="keySerde">Writes the keys; null for the built-in one.</param>
    /// <param name="valueSerde">Writes the values; null for the built-in one.</param>
    public TestInputTopic<K, V> CreateInputTopic<K, V>(string topic, ISerde<K>? keySerde = null, ISerde<V>? valueSerde = null) => _topics.IsRead(topic)
        ? new TestInputTopic<K, V>(this, topic, TestSerde(keySerde), TestSerde(valueSerde))
        : throw new TopologyException($"No source reads the topic '{topic}'. There are: {string.Join(", ", _topics.ReadTopics)}.");

    /// <summary>A way to read what went to a topic: an output, an internal topic or a changelog.</summary>
    /// <param name="topic">The topic, as the broker would name it. A changelog is kept only from this call on.</param>
    /// <param name="keySerde">Reads the keys; null for the built-in one.</param>
    /// <param name="valueSerde">Reads the values; null for the built-in one.</param>
    public TestOutputTopic<K, V> CreateOutputTopic<K, V>(string topic, ISerde<K>? keySerde = null, ISerde<V>? valueSerde = null) =>
        new(this, _topics.Captured(topic), topic, TestSerde(keySerde), TestSerde(valueSerde));

    /// <summary>Moves the wall clock on, and calls back whatever falls due.</summary>
    public void AdvanceWallClockTime(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        _clock.Advance(by);
        foreach (var task in _tasks) task.PunctuateWallClock(_clock.GetUtcNow().ToUnixTimeMilliseconds());
        ProcessAll();
    }

    /// <summary>A state store as its processors see it, to be read or filled beforehand.</summary>
    /// <typeparam name="TStore">What it was built as, such as <c>IKeyValueStore&lt;string, long&gt;</c>.</typeparam>
    /// <exception cref="TopologyException">There is none of that name, or it is of another type.</exception>
    public TStore GetStateStore<TStore>(string name) where TStore : class
    {
        var store = _tasks.SelectMany(task => task.Stores).Concat(_globalStores).FirstOrDefault(each => each.Name == name)
            ?? throw new TopologyException($"There is no state store named '{name}'.");
        return store as TStore ?? throw new TopologyException($"The state store '{name}' is a {store.GetType()}, not a {typeof(TStore)}. Ask for the type that it was built as.");
    }

    /// <summary>The key-value store of a table.</summary>
    public ITimestampedKeyValueStore<K, V> GetTimestampedKeyValueStore<K, V>(string name) => GetStateStore<ITimestampedKeyValueStore<K, V>>(name);

    /// <summary>A key-value store.</summary>
    public IKeyValueStore<K, V> GetKeyValueStore<K, V>(string name) => GetStateStore<IKeyValueStore<K, V>>(name);

    /// <summary>The window store of a table.</summary>
    public ITimestampedWindowStore<K, V> GetTimestampedWindowStore<K, V>(string name) => GetStateStore<ITimestampedWindowStore<K, V>>(name);

    /// <summary>A session store.</summary>
    public ISessionStore<K, V> GetSessionStore<K, V>(string name) => GetStateStore<ISessionStore<K, V>>(name);

    /// <summary>Commits: caches go downstream, changelogs are written, state becomes committed.</summary>
    public void Commit()
    {
        // What a cache forwards may reach another task, and be held back there: until nothing moves.
        do
        {
            foreach (var task in _tasks)
            {
                task.PrepareCommit();
                task.PostCommit();
            }
        }
        while (ProcessWaiting());
        foreach (var store in _globalStores) store.Commit(changelogOffset: null);
    }

    /// <summary>Stops, and lets go of the state that the driver kept in a folder of its own.</summary>
    public void Dispose()
    {
        foreach (var task in _tasks) task.Dispose();
        _tasks.Clear();
        foreach (var store in _globalStores) store.Dispose();
        _globalStores.Clear();
        if (_ownStateDirectory is not null && Directory.Exists(_ownStateDirectory)) Directory.Delete(_ownStateDirectory, recursive: true);
    }

    internal void Pipe(string topic, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, long timestampMs, Headers? headers)
    {
        _topics.WriterOf(topic).Send(key, value, partition: 0, timestampMs, headers);
        ProcessAll();
    }

    private void ProcessAll()
    {
        ProcessWaiting();
        if (!_tasks.Exists(task => task.Context.CommitRequested) && (++_sinceCommitCheck & 1023) != 0) return;
        if (_tasks.Exists(task => task.Context.CommitRequested || task.UncommittedBytes > MaxUncommittedBytes)) Commit();
    }

    private bool ProcessWaiting()
    {
        var any = false;
        for (var moved = true; moved;)
        {
            moved = false;
            foreach (var task in _tasks)
                while (task.Process()) moved = any = true;
        }
        return any;
    }

    private Dictionary<string, object> StartGlobalStores(TopologyGraph graph, TaskSettings settings)
    {
        settings = settings.ForGlobalStore();
        var views = new Dictionary<string, object>(StringComparer.Ordinal);
        for (var at = 0; at < graph.GlobalStores.Count; at++)
        {
            var global = graph.GlobalStores[at];
            var store = global.Store.Build(new StoreContext(Path.Combine(settings.StateDirectory ?? "", "global"), "global", CachingEnabled: false, () => { }, settings.Time));
            _globalStores.Add(store);
            var sub = new SubTopology(-1 - at, [global.Source, global.Processor], graph);
            Start(new StreamTask(new TaskId(sub.Number, 0), sub, settings, _topics, new Dictionary<string, object>(StringComparer.Ordinal) { [store.Name] = store }), settings);
            views.Add(store.Name, store.ReadOnlyView(committedOnly: false));
        }
        return views;
    }

    private void Start(StreamTask task, TaskSettings settings)
    {
        _tasks.Add(task);
        if (settings.DeadLetterTopic is { } topic) task.Context.DeadLetters = DeadLetter.SenderTo(_topics.WriterOf(topic), settings.ApplicationId, settings.Time, settings.DeadLetterFormat);
        _topics.ReadBy(task);
        task.Start();
    }

    private static ISerde<T> TestSerde<T>(ISerde<T>? given) => given ?? Serdes.Find<T>()
        ?? throw new TopologyException($"There is no built-in serde for {typeof(T)}. Give one to the test topic.");
}
