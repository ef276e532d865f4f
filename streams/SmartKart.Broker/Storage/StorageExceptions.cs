namespace SmartKart.Broker.Storage;

/// <summary>A file holds what the log never wrote, and not at its end, where a crash could explain it. Nothing was changed.</summary>
public sealed class CorruptLogException : BrokerException
{
    internal CorruptLogException(string file, string message, Exception? cause = null) : base($"{file}: {message}", cause) => File = file;

    /// <summary>The file that is to blame.</summary>
    public string File { get; }
}

/// <summary>The disk refused a write; the log is as it was before. Once the cause is gone, the same append may be tried again.</summary>
public sealed class LogWriteException : BrokerException
{
    private const int NoSpaceErrno = 28, QuotaErrno = 122;      // ENOSPC, EDQUOT on Linux

    internal LogWriteException(string file, IOException cause) : base(
        IsFull(cause)
            ? $"{file}: no space is left on the disk, so nothing was appended. Free some, or lower the topics' retention; appends work again at once."
            : $"{file}: the disk refused the write, so nothing was appended: {cause.Message} Look at the disk, then try again.", cause)
    {
        File = file;
        IsDiskFull = IsFull(cause);
    }

    /// <summary>The file that could not grow.</summary>
    public string File { get; }

    /// <summary>Whether space is what was missing.</summary>
    public bool IsDiskFull { get; }

    // .NET reports errno itself where it has no HRESULT of Windows for it, and ERROR_DISK_FULL (0x70) where it has.
    private static bool IsFull(IOException cause) => (cause.HResult & 0xffff) is NoSpaceErrno or QuotaErrno or 0x70;
}

/// <summary>
/// The disk failed to make written data durable. The system may have dropped those pages and would report success next time,
/// so the log takes no more appends until it is opened again, which reads back what really is there.
/// </summary>
public sealed class LogFlushException : BrokerException
{
    internal LogFlushException(string directory, Exception cause) : base(
        $"{directory}: the disk could not make appended data durable ({cause.Message}). What was waiting for it may be lost, and the log takes no more. " +
        "Look at the disk, then start the broker again: it reads back what is there.", cause) => Directory = directory;

    /// <summary>The partition's folder.</summary>
    public string Directory { get; }
}

/// <summary>Another process works on this data directory.</summary>
public sealed class DirectoryInUseException : BrokerException
{
    internal DirectoryInUseException(string directory, string holder, Exception cause) : base(
        $"{directory} is in use by {holder}. Stop that process, or give this one a data directory of its own.", cause) => Directory = directory;

    /// <summary>The data directory.</summary>
    public string Directory { get; }
}
