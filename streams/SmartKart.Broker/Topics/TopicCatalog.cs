using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using SmartKart.Broker.Storage;
using SmartKart.Broker.Transactions;

namespace SmartKart.Broker.Topics;

/// <summary>
/// Which topics there are, and their partitions. Reads are snapshots, from any thread; changes come one at a time and are durable
/// when they return.
/// </summary>
internal sealed class TopicCatalog : ITopicView, IDisposable
{
    private readonly Lock _lock = new();                 // guards changes: the file, the folders and the snapshot move together
    private readonly Dictionary<TopicPartition, ProducerStates> _producers = [];
    private readonly TransactionOptions _transactions;
    private readonly TimeProvider _time;
    private readonly LogDirectory _logs;
    private readonly string _directory;
    private readonly TopicFile _file;                    // as it was when the directory was opened
    private volatile Snapshot _topics = new([]);

    private TopicCatalog(string directory, LogEnvironment environment, TransactionOptions transactions)
    {
        (_directory, _time, _transactions) = (directory, environment.Time, transactions);
        var file = new TopicFile(TopicFile.CurrentVersion, "", []);
        var known = new Dictionary<string, TopicFile.Entry>(StringComparer.Ordinal);
        _logs = LogDirectory.Open(directory, environment,
            partition => TopicSettings.For(known.TryGetValue(partition.Topic, out var topic) ? topic.Settings : []),
            partition => ProducersOf(partition),
            // Read before the lock is held it may be what the owner before had not finished writing: topics that are missing in it would be
            // taken for what a crash left, and deleted.
            onceLocked: () =>
            {
                file = TopicFile.Read(directory) ?? Begin(directory);
                foreach (var topic in file.Topics) known.Add(topic.Name, topic);
            });
        (ClusterId, _file) = (file.ClusterId, file);
    }

    /// <summary>Kafka's cluster id: 22 letters, drawn when the data directory was new.</summary>
    public string ClusterId { get; }

    /// <summary>Where the logs lie.</summary>
    public LogDirectory Logs => _logs;

    /// <summary>Every topic, by name.</summary>
    public IReadOnlyDictionary<string, Topic> All => _topics.ByName;

    /// <summary>After topics were made, deleted or given more partitions; on the thread that did it.</summary>
    public event Action? Changed;

    /// <summary>Opens a data directory, or makes it; finishes what a crash left half done.</summary>
    /// <exception cref="CorruptLogException">A file is damaged where no crash explains it.</exception>
    /// <exception cref="DirectoryInUseException">Another process has the directory.</exception>
    public static TopicCatalog Open(string directory, LogEnvironment environment, TransactionOptions transactions)
    {
        directory = Path.GetFullPath(directory);
        Directory.CreateDirectory(directory);
        var catalog = new TopicCatalog(directory, environment, transactions);
        try
        {
            catalog.Restore(catalog._file);
            return catalog;
        }
        catch
        {
            catalog._logs.Dispose();
            throw;
        }
    }

    public bool TryFind(string name, [NotNullWhen(true)] out Topic? topic) => _topics.ByName.TryGetValue(name, out topic);

    public bool TryFind(Guid id, [NotNullWhen(true)] out Topic? topic) => _topics.ById.TryGetValue(id, out topic);

    /// <returns>Null where there is no such partition.</returns>
    public Partition? Find(TopicPartition id) => Find(id.Topic, id.Partition);

    public Partition? Find(string topicName, int partition) =>
        TryFind(topicName, out var topic) && (uint)partition < (uint)topic.Partitions.Length ? topic.Partitions[partition] : null;

    /// <summary>Makes a topic. Its settings have no fault, and its name is one that Kafka allows.</summary>
    /// <returns>The topic, and whether it was there already.</returns>
    /// <exception cref="LogWriteException">The disk refused; there is no such topic.</exception>
    public (Topic Topic, bool Existed) Create(string name, int partitions, IReadOnlyDictionary<string, string> settings)
    {
        lock (_lock)
        {
            if (_topics.ByName.TryGetValue(name, out var existing)) return (existing, true);
            // A folder that a crash left of an earlier topic must not become part of this one: Restore removed it, or the next opening will.
            var topic = new Topic(name, Guid.NewGuid(), [], settings.ToImmutableSortedDictionary(StringComparer.Ordinal));
            topic = topic with { Partitions = MakePartitions(topic, partitions) };
            Publish(_topics.ByName.Values.Append(topic), undo: () => DropFolders(topic.Partitions));
            return (topic, false);
        }
    }

    /// <returns>False where there is no such topic.</returns>
    public bool Delete(string name)
    {
        lock (_lock)
        {
            if (!_topics.ByName.TryGetValue(name, out var topic)) return false;
            Publish(_topics.ByName.Values.Where(other => other != topic), undo: null);
            DropFolders(topic.Partitions);
            return true;
        }
    }

    /// <summary>Gives a topic more partitions.</summary>
    /// <returns>Null where there is no such topic; the topic as it was where it has as many or more.</returns>
    public Topic? Grow(string name, int partitions)
    {
        lock (_lock)
        {
            if (!_topics.ByName.TryGetValue(name, out var topic)) return null;
            if (topic.Partitions.Length >= partitions) return topic;
            var grown = topic with { Partitions = MakePartitions(topic, partitions) };
            Publish(_topics.ByName.Values.Select(other => other == topic ? grown : other), undo: () => DropFolders(grown.Partitions[topic.Partitions.Length..]));
            return grown;
        }
    }

    /// <summary>Replaces a topic's settings, which have no fault.</summary>
    /// <returns>False where there is no such topic.</returns>
    public bool Alter(string name, ImmutableSortedDictionary<string, string> settings)
    {
        lock (_lock)
        {
            if (!_topics.ByName.TryGetValue(name, out var topic)) return false;
            Publish(_topics.ByName.Values.Select(other => other == topic ? topic with { Settings = settings } : other), undo: null);
            var log = TopicSettings.For(settings);
            foreach (var partition in topic.Partitions) partition.Log.Settings = log;
            return true;
        }
    }

    /// <summary>Saves what is known of producers, then closes every log, so that the next opening reads none of them.</summary>
    /// <exception cref="AggregateException">What could not be saved or closed in good order; it is learnt from the logs when they are opened.</exception>
    public void Dispose()
    {
        var faults = new List<Exception>();
        foreach (var partition in All.Values.SelectMany(topic => topic.Partitions))
        {
            try
            {
                partition.Producers.SaveSnapshot();
            }
            catch (BrokerException fault)
            {
                faults.Add(fault);
            }
        }
        try
        {
            _logs.Dispose();
        }
        catch (AggregateException fault)
        {
            faults.AddRange(fault.InnerExceptions);
        }
        if (faults.Count > 0) throw new AggregateException($"Not everything in {_directory} could be closed in good order; it will be checked at the next start.", faults);
    }

    private void Restore(TopicFile file)
    {
        lock (_lock)
        {
            var topics = new List<Topic>();
            foreach (var entry in file.Topics)
            {
                var topic = new Topic(entry.Name, entry.Id, [], entry.Settings.ToImmutableSortedDictionary(StringComparer.Ordinal));
                topics.Add(topic with { Partitions = MakePartitions(topic, entry.Partitions) });
            }
            var wanted = topics.SelectMany(topic => topic.Partitions).Select(partition => partition.Id).ToHashSet();
            foreach (var (orphan, _) in _logs.Logs.ToArray())
                if (!wanted.Contains(orphan)) _logs.Delete(orphan);
            Publish(topics, undo: null);
        }
    }

    private ImmutableArray<Partition> MakePartitions(Topic topic, int count)
    {
        var partitions = topic.Partitions.ToBuilder();
        try
        {
            while (partitions.Count < count)
            {
                var id = new TopicPartition(topic.Name, partitions.Count);
                var producers = ProducersOf(id);
                var log = _logs.Create(id, TopicSettings.For(topic.Settings), producers);
                producers.Restore(log);
                partitions.Add(new Partition(id, log, producers));
            }
            return partitions.ToImmutable();
        }
        catch (LogWriteException)
        {
            DropFolders(partitions.Skip(topic.Partitions.Length));
            throw;
        }
    }

    private void DropFolders(IEnumerable<Partition> partitions)
    {
        foreach (var partition in partitions)
        {
            _logs.Delete(partition.Id);
            _producers.Remove(partition.Id);
        }
    }

    private void Publish(IEnumerable<Topic> topics, Action? undo)
    {
        var next = new Snapshot([.. topics]);
        var file = new TopicFile(TopicFile.CurrentVersion, ClusterId,
            [.. next.ByName.Values.OrderBy(topic => topic.Name, StringComparer.Ordinal).Select(topic => new TopicFile.Entry(topic.Name, topic.Id, topic.Partitions.Length, topic.Settings))]);
        try
        {
            file.Write(_directory);
        }
        catch (IOException refusal)
        {
            undo?.Invoke();
            throw new LogWriteException(Path.Combine(_directory, TopicFile.FileName), refusal);
        }
        _topics = next;
        Changed?.Invoke();
    }

    private ProducerStates ProducersOf(TopicPartition partition) =>
        _producers.TryGetValue(partition, out var producers) ? producers : _producers[partition] = new ProducerStates(_transactions, _time);

    // Written before the first partition is made: partitions without this file are a fault, not a crash's doing.
    private static TopicFile Begin(string directory)
    {
        var file = new TopicFile(TopicFile.CurrentVersion, NewClusterId(), []);
        file.Write(directory);
        return file;
    }

    private static string NewClusterId() => Convert.ToBase64String(Guid.NewGuid().ToByteArray()).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private sealed class Snapshot(IReadOnlyCollection<Topic> topics)
    {
        public FrozenDictionary<string, Topic> ByName { get; } = topics.ToFrozenDictionary(topic => topic.Name, StringComparer.Ordinal);
        public FrozenDictionary<Guid, Topic> ById { get; } = topics.ToFrozenDictionary(topic => topic.Id);
    }
}
