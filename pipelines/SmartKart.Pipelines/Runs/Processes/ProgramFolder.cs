namespace SmartKart.Pipelines.Runs.Processes;

/// <summary>A folder of small shell scripts, one for each program of an image that has another command line on this machine; first in the steps' search
/// path.</summary>
internal sealed class ProgramFolder
{
    private readonly string _path;

    private ProgramFolder(string path) => _path = path;

    /// <summary>PATH for the steps.</summary>
    public string SearchPath => $"{_path}:{Environment.GetEnvironmentVariable("PATH")}";

    public static ProgramFolder Write(string path, IReadOnlyDictionary<string, IReadOnlyList<string>> programs)
    {
        Directory.CreateDirectory(path);
        foreach (var (name, commandLine) in programs)
        {
            var file = Path.Combine(path, name);
            File.WriteAllText(file, $"#!/bin/sh\nexec {string.Join(' ', commandLine.Select(Quoted))} \"$@\"\n");
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        return new ProgramFolder(path);
    }

    /// <summary>What a step starts by a name: what lies here, else what the machine has.</summary>
    public string PathOf(string program) => File.Exists(Path.Combine(_path, program)) ? Path.Combine(_path, program) : program;

    private static string Quoted(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
