namespace SmartKart.Pipelines.Runs.Processes;

/// <summary>
/// Where one attempt at a step has its files.
/// <code>
///   RUN/train/1/main.log      what it wrote, stdout and stderr as they came
///   RUN/train/1/files/…       what the template declares: /tmp/outputs/report.md is files/tmp/outputs/report.md
///   RUN/train/1/work/         where it runs, unless the template names another place
///   RUN/train/1/script        the source of a script
///   RUN/train/1/pid           the process, while it runs
/// </code>
/// </summary>
internal sealed class StepFolder
{
    private readonly string _path;

    private StepFolder(string path) => _path = path;

    public string Log => Path.Combine(_path, "main.log");

    public string Files => Path.Combine(_path, "files");

    public string Work => Path.Combine(_path, "work");

    public string Script => Path.Combine(_path, "script");

    public string Pid => Path.Combine(_path, "pid");

    /// <summary>The folder of a node's attempt.</summary>
    /// <param name="run">The run's folder.</param>
    /// <param name="node">The node's name: whatever can't be in a file's name becomes a dash.</param>
    /// <param name="attempt">From 1.</param>
    public static StepFolder Create(string run, string node, int attempt)
    {
        var name = new string([.. node.Select(each => char.IsAsciiLetterOrDigit(each) || each is '-' or '_' or '.' or '(' or ')' ? each : '-')]);
        var folder = new StepFolder(Path.Combine(run, name, attempt.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        foreach (var path in new[] { folder.Files, folder.Work }) Directory.CreateDirectory(path);
        return folder;
    }

    /// <summary>Puts a file or folder where a step finds it, as a copy that can't be written: what one step gave, no other can change.</summary>
    public static void Place(string from, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to) ?? to);
        if (!Directory.Exists(from))
        {
            File.Copy(from, to, overwrite: true);
            File.SetAttributes(to, FileAttributes.ReadOnly);
            return;
        }
        Directory.CreateDirectory(to);
        foreach (var entry in Directory.EnumerateFileSystemEntries(from)) Place(entry, Path.Combine(to, Path.GetFileName(entry)));
    }
}
