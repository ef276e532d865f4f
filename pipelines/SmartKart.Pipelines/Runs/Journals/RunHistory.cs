using SmartKart.Pipelines.Runs.Nodes;

namespace SmartKart.Pipelines.Runs.Journals;

/// <summary>The runs that this machine keeps.</summary>
public static class RunHistory
{
    /// <summary>All runs in a folder, the latest first.</summary>
    public static IReadOnlyList<RunDocument> List(string folder) => Directory.Exists(folder)
        ? [.. Directory.GetDirectories(folder).Select(Read).OfType<RunDocument>().OrderByDescending(run => run.StartedAt)]
        : [];

    /// <summary>A run by its name, or null where there is none.</summary>
    public static RunDocument? Find(string folder, string name) =>
        name.Length > 0 && Path.GetFileName(name) == name && Directory.Exists(Path.Combine(folder, name)) ? Read(Path.Combine(folder, name)) : null;

    private static RunDocument? Read(string folder)
    {
        var lines = RunJournal.Read(folder);
        return lines.Count > 0 && lines[0].Begun is not null ? Of(lines, folder, RunJournal.IsHeld(folder)) : null;
    }

    /// <summary>A run from its journal, of which the first line says with what it was begun.</summary>
    internal static RunDocument Of(IReadOnlyList<JournalLine> lines, string folder, bool isRunning)
    {
        var begun = lines[0].Begun ?? throw new RunException($"{folder} has a journal that doesn't begin with its run. Begin a new one.");
        var nodes = new OrderedDictionary<string, NodeRecord>(StringComparer.Ordinal);
        foreach (var node in lines.Select(line => line.Node).OfType<NodeRecord>()) nodes[node.Name] = node;
        var last = lines[^1].Ended;
        return new RunDocument
        {
            Run = begun.Run,
            Pipeline = begun.Pipeline,
            Manifest = begun.Manifest,
            Phase = last?.Phase.ToString() ?? (isRunning ? "Running" : "Interrupted"),
            Message = last?.Message,
            StartedAt = begun.At,
            FinishedAt = last?.At,
            Parameters = begun.Parameters,
            Folder = folder,
            Nodes = [.. nodes.Values],
        };
    }
}
