using SmartKart.Backfill.Histories;

namespace SmartKart.Backfill.Simulation.Folders;

/// <summary>
/// A simulation on disk: its events as history has them (<c>events/</c>), its ground truth (<c>truth/</c>), and what it was made of
/// (<c>simulation.json</c>). It appears whole, or not at all.
/// </summary>
public static class SimulatedFolder
{
    private const int EventsPerReport = 16_384;

    /// <summary>Simulates, and writes. Blocks its thread.</summary>
    /// <param name="options">What to simulate.</param>
    /// <param name="folder">Where to; it must not be there, or be empty.</param>
    /// <param name="progress">Receives the minutes simulated so far, now and then and at the end; null for none.</param>
    /// <param name="clock">What the time it took is measured by.</param>
    /// <param name="cancellation">Stops it; nothing is left.</param>
    /// <exception cref="SimulationException">The folder has something in it, or can't be written.</exception>
    /// <exception cref="SmartKart.Warehouse.WarehouseException">A file can't be written.</exception>
    public static SimulationSummary Write(
        SimulationOptions options, string folder, IProgress<long>? progress, TimeProvider clock, CancellationToken cancellation)
    {
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (File.Exists(path) || (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())) throw SimulationException.Taken(folder);
        var began = clock.GetTimestamp();
        var draft = $"{path}.{Guid.NewGuid():N}.unfinished"; // beside its place: a rename stays on the disk
        try
        {
            Directory.CreateDirectory(draft);
            var (events, files) = Simulate(options, draft, progress, cancellation);
            SimulationManifest.Write(draft, options, events);
            if (Directory.Exists(path)) Directory.Delete(path);
            Directory.Move(draft, path);
            return new SimulationSummary(options, path, events, files, clock.GetElapsedTime(began));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw SimulationException.NotWritten(folder, fault);
        }
        finally
        {
            if (Directory.Exists(draft)) Directory.Delete(draft, recursive: true);
        }
    }

    private static (IReadOnlyDictionary<string, long> Events, int Files) Simulate(
        SimulationOptions options, string folder, IProgress<long>? progress, CancellationToken cancellation)
    {
        using var truth = new TruthFiles(Path.Combine(folder, "truth"));
        using var files = new EventFiles(folder);
        var events = 0L;
        foreach (var each in new SimulatedHistory(options, default, truth).Read(new RowAccount(), cancellation))
        {
            each.DeliverTo(files);
            if (++events % EventsPerReport == 0) progress?.Report((long)(each.OccurredAt - options.Start).TotalMinutes);
        }
        files.Finish();
        truth.Finish(cancellation);
        progress?.Report((long)(options.End - options.Start).TotalMinutes);
        return (files.Events, files.Files);
    }
}

/// <summary>What was simulated.</summary>
/// <param name="Options">By which options.</param>
/// <param name="Folder">Where it is.</param>
/// <param name="Events">Events, by topic.</param>
/// <param name="Files">Files of events.</param>
/// <param name="Elapsed">How long it took.</param>
public sealed record SimulationSummary(SimulationOptions Options, string Folder, IReadOnlyDictionary<string, long> Events, int Files, TimeSpan Elapsed);
