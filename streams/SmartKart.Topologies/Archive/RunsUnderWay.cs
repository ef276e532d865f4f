using SmartKart.FeatureStore.Events.Archive;
using SmartKart.Schemas;
using SmartKart.Schemas.Catalogue;
using SmartKart.Warehouse.DuckDb;
using SmartKart.Warehouse.DuckDb.Parquet;

namespace SmartKart.Topologies.Archive;

/// <summary>
/// A topic's runs, at most two at a time: one is read while the one before it is written. They count in order, each behind the one before it. The engine
/// has a thread less than there are cores: with one for each, DuckDB's caller spins while its last thread works, and took a fifth of the time of cores
/// from the reader (<c>bench archive</c>).
/// </summary>
/// <param name="topic">The topic.</param>
/// <param name="root">The history's folder.</param>
/// <param name="archived">What the topic's history holds. It belongs to this until the end.</param>
internal sealed class RunsUnderWay(Topic topic, string root, ArchivedOffsets archived) : IAsyncDisposable
{
    private const int ThreadsMax = 4;       // of the engine that writes files: the topologies want some, too
    private static readonly int Threads = Math.Clamp(Environment.ProcessorCount - 1, 1, ThreadsMax);      // the reader has one core

    private readonly EventRules _rules = EventRules.Of(topic);
    private readonly ArchiveWorkspace?[] _workspaces = new ArchiveWorkspace?[2];
    private int _runs;
    private Task _written = Task.CompletedTask;
    private ArchivedTopic _total = new(topic.Name, 0, 0, 0, []);

    /// <summary>Begins the next run: what takes its events, which <see cref="EndAsync"/> disposes.</summary>
    public HistoryWriter Begin() => new(Workspace().Connection, root, topic, new ParquetWriteOptions { Overwrite = true }, _rules);

    /// <summary>Ends a run that was read, as soon as the one before it counts. It is written from then on.</summary>
    public async Task EndAsync(HistoryWriter writer, RunIntake intake, IReadOnlyList<OffsetRange> ranges, CancellationToken cancellation)
    {
        _runs++;
        try
        {
            await _written;
        }
        catch
        {
            writer.Dispose();
            throw;
        }
        _written = Task.Run(() => Write(writer, intake, ranges, cancellation), CancellationToken.None);
    }

    /// <summary>Waits until all runs count.</summary>
    /// <returns>What was archived, and a connection that nobody uses any more.</returns>
    public async Task<(ArchivedTopic Total, DuckDbConnection Connection)> CompleteAsync()
    {
        await _written;
        return (_total, Workspace().Connection);
    }

    /// <summary>Waits until nothing is written any more. A run that fails meanwhile does so beside what ended the reading, and is done again.</summary>
    public async ValueTask DisposeAsync()
    {
        await _written.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var workspace in _workspaces) workspace?.Dispose();
    }

    private ArchiveWorkspace Workspace() => _workspaces[_runs % 2] ??= ArchiveWorkspace.Open(Threads);

    private void Write(HistoryWriter writer, RunIntake intake, IReadOnlyList<OffsetRange> ranges, CancellationToken cancellation)
    {
        using (writer)
        {
            var refused = intake.Refused.Send(cancellation);
            var name = archived.NameOf(ranges);
            var files = writer.Complete(name.ToString(), cancellation);
            archived.Add(name, ranges, files);
            _total = _total with
            {
                Events = _total.Events + writer.EventCount, Tombstones = _total.Tombstones + intake.Tombstones, DeadLetters = _total.DeadLetters + refused,
                Files = [.. _total.Files, .. files],
            };
        }
    }
}
