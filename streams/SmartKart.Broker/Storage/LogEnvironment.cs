using Microsoft.Win32.SafeHandles;

namespace SmartKart.Broker.Storage;

/// <summary>What the logs of one data directory share.</summary>
internal sealed record LogEnvironment
{
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where acknowledged appends wait for their fsync; null where an append counts as durable once the system has it.</summary>
    public GroupCommit? Commit { get; init; }

    /// <summary>Which old segments' files stay open.</summary>
    public OpenSegments OpenSegments { get; init; } = new();

    /// <summary>fsync of a file. Another in tests only, to let it fail.</summary>
    public Action<SafeFileHandle> Sync { get; init; } = RandomAccess.FlushToDisk;
}
