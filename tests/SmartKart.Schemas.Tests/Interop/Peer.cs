using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SmartKart.Schemas.Tests.Interop;

/// <summary>
/// An Avro library of another language. A batch of jobs goes to one process of it, through files in a temporary folder; a
/// process per message would take an hour.
/// </summary>
internal sealed class Peer
{
    private readonly string _program;
    private readonly string[] _arguments;
    private readonly string? _missing;

    private Peer(string name, string program, string[] arguments, string? missing) => (Name, _program, _arguments, _missing) = (name, program, arguments, missing);

    /// <summary>avsc, of npm.</summary>
    public static Peer Avsc { get; } = MakeAvsc();

    /// <summary>python3-avro, of Debian. Debian's python is asked for by its path: another one on the PATH does not see Debian's packages.</summary>
    public static Peer Python { get; } = MakePython();

    /// <summary>The library.</summary>
    public string Name { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>Runs jobs in one process.</summary>
    /// <returns>Each job's answers, in its messages' order.</returns>
    public IReadOnlyList<IReadOnlyList<PeerAnswer>> Run(IReadOnlyList<PeerJob> jobs)
    {
        if (_missing is not null) Assert.Skip(_missing);
        var folder = Directory.CreateTempSubdirectory("smartkart-peer-").FullName;
        try
        {
            var manifest = new JsonArray();
            for (var i = 0; i < jobs.Count; i++) manifest.Add(jobs[i].Write(folder, i));
            File.WriteAllText(Path.Combine(folder, "jobs.json"), manifest.ToJsonString(new JsonSerializerOptions { MaxDepth = 256 }));
            RunProcess(folder);
            return [.. jobs.Select((_, i) => PeerAnswer.ReadAll(File.ReadAllBytes(Path.Combine(folder, $"{i}.out"))))];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private void RunProcess(string folder)
    {
        using var process = Process.Start(new ProcessStartInfo(_program, [.. _arguments, folder]) { RedirectStandardError = true })
            ?? throw new InvalidOperationException($"{_program} did not start");
        var complaints = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{Name} failed: {complaints}");
    }

    private static string Script(string file) => Path.Combine(Repository.Root, "tests", "SmartKart.Schemas.Tests", "Interop", file);

    private static Peer MakeAvsc()
    {
        var module = Path.Combine(Repository.Root, "tests", "peers", "node_modules", "avsc");
        var missing = !Directory.Exists(module) ? "avsc is not installed; run 'npm ci --ignore-scripts' in tests/peers." : Absent("node", "avsc", "apt-get install nodejs");
        return new Peer("avsc", "node", [Script("avsc_peer.cjs"), module], missing);
    }

    private static Peer MakePython()
    {
        const string Python = "/usr/bin/python3";
        var missing = File.Exists(Python) && Directory.Exists("/usr/lib/python3/dist-packages/avro") ? null : "python3-avro is not installed; run 'apt-get install python3-avro'.";
        return new Peer("python3-avro", Python, [Script("python_peer.py")], missing);
    }

    private static string? Absent(string program, string library, string remedy) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)))
            ? null
            : $"{library} needs {program}, which is not on the PATH; run '{remedy}'.";
}
