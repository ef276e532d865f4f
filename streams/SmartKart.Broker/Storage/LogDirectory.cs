using System.Collections.Concurrent;
using System.Globalization;
using SmartKart.Broker.Native.Libc;

namespace SmartKart.Broker.Storage;

/// <summary>
/// The data directory: a lock, and a folder for each partition. One process at a time works on it; the system takes the lock
/// back when that process ends, however it ends. A partition that is deleted is renamed first, so that a crash leaves nothing
/// half deleted: the next opening finishes it.
/// </summary>
internal sealed class LogDirectory : IDisposable
{
    public const string LockName = ".lock", OwnerName = ".owner";
    private const string Deleted = "-delete";

    private readonly ConcurrentDictionary<TopicPartition, PartitionLog> _logs = new();
    private readonly Lock _lock = new();              // guards creating, deleting and closing
    private readonly FileStream _lockFile;
    private readonly LogEnvironment _environment;
    private bool _isClosed;

    private LogDirectory(string path, LogEnvironment environment, FileStream lockFile)
    {
        DirectoryPath = path;
        _environment = environment;
        _lockFile = lockFile;
    }

    public string DirectoryPath { get; }
    public IEnumerable<KeyValuePair<TopicPartition, PartitionLog>> Logs => _logs;

    /// <summary>Locks the directory and opens every partition in it.</summary>
    /// <param name="path">Made if it is not there.</param>
    /// <param name="environment">What the logs share.</param>
    /// <param name="settingsOf">A partition's settings.</param>
    /// <param name="admissionOf">Who has a say in a partition's appends; null for nobody.</param>
    /// <param name="onceLocked">Called when nobody else can change the directory any more, before the first partition is opened.</param>
    /// <exception cref="DirectoryInUseException">Another process has it.</exception>
    /// <exception cref="CorruptLogException">A partition is damaged where no crash explains it.</exception>
    public static LogDirectory Open(string path, LogEnvironment environment, Func<TopicPartition, LogSettings> settingsOf, Func<TopicPartition, IAppendAdmission?>? admissionOf = null, Action? onceLocked = null)
    {
        path = Path.GetFullPath(path);
        Directory.CreateDirectory(path);
        var directory = new LogDirectory(path, environment, TakeLock(path));
        try
        {
            onceLocked?.Invoke();
            foreach (var folder in Directory.EnumerateDirectories(path, "*" + Deleted)) Directory.Delete(folder, recursive: true);
            foreach (var folder in Directory.EnumerateDirectories(path))
            {
                if (!TopicPartition.TryParse(Path.GetFileName(folder), out var partition)) continue;
                directory._logs[partition] = PartitionLog.Open(folder, settingsOf(partition), environment, admissionOf?.Invoke(partition));
            }
            return directory;
        }
        catch
        {
            directory.Abandon();
            throw;
        }
    }

    /// <returns>Null where there is no such partition.</returns>
    public PartitionLog? Find(TopicPartition partition) => _logs.GetValueOrDefault(partition);

    /// <summary>Makes a partition, or returns the one there is. Durable on return.</summary>
    /// <exception cref="ArgumentException">The topic's name is none that Kafka allows.</exception>
    public PartitionLog Create(TopicPartition partition, LogSettings settings, IAppendAdmission? admission = null)
    {
        if (!TopicPartition.IsTopicName(partition.Topic) || partition.Partition < 0)
            throw new ArgumentException($"'{partition}' cannot name a partition's folder. A topic has 1 to {TopicPartition.MaxTopicLength} letters, digits, '.', '_' and '-', and partitions count from 0.", nameof(partition));
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            if (_logs.TryGetValue(partition, out var existing)) return existing;
            var folder = Path.Combine(DirectoryPath, partition.ToString());
            try
            {
                var log = PartitionLog.Open(folder, settings, _environment, admission);
                DirectoryEntries.Flush(DirectoryPath);
                return _logs[partition] = log;
            }
            catch (IOException refusal)
            {
                throw new LogWriteException(folder, refusal);
            }
        }
    }

    /// <summary>Deletes a partition; its readers keep what they have open. Durable on return.</summary>
    /// <returns>False where there is none.</returns>
    public bool Delete(TopicPartition partition)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            if (!_logs.TryRemove(partition, out var log)) return false;
            log.Abandon();
            var doomed = Path.Combine(DirectoryPath, Guid.NewGuid().ToString("n") + Deleted);     // the topic's name might leave no room for a suffix
            Directory.Move(log.DirectoryPath, doomed);
            DirectoryEntries.Flush(DirectoryPath);
            Directory.Delete(doomed, recursive: true);
            return true;
        }
    }

    /// <summary>Closes every log, so that the next opening reads none of them, and gives the lock back.</summary>
    /// <exception cref="AggregateException">Logs that could not be closed in good order; all others were.</exception>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_isClosed) return;
            _isClosed = true;
            var faults = new List<Exception>();
            foreach (var log in _logs.Values)
            {
                try
                {
                    log.Dispose();
                }
                catch (Exception fault) when (fault is BrokerException or IOException)
                {
                    faults.Add(fault);
                }
            }
            _lockFile.Dispose();
            if (faults.Count > 0) throw new AggregateException($"Of the logs in {DirectoryPath}, {faults.Count} could not be closed in good order; they will be checked when they are opened.", faults);
        }
    }

    private void Abandon()
    {
        foreach (var log in _logs.Values) log.Abandon();
        _lockFile.Dispose();
    }

    private static FileStream TakeLock(string directory)
    {
        var path = Path.Combine(directory, LockName);
        // Who has the lock is in a file of its own: the locked one can't be read.
        var owner = Path.Combine(directory, OwnerName);
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException taken) when (File.Exists(path))
        {
            throw new DirectoryInUseException(directory, File.Exists(owner) ? $"process {File.ReadAllText(owner)}" : "another process", taken);
        }
        File.WriteAllText(owner, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        return file;
    }
}
