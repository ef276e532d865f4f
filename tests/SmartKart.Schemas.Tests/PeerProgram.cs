using System.Diagnostics;

namespace SmartKart.Schemas.Tests;

/// <summary>Another implementation of Avro, run as a program of its own. A test that needs one that is absent is skipped by name.</summary>
internal sealed class PeerProgram
{
    // Far beyond what any script here takes; a peer that hangs must not hang the tests.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static readonly Lazy<string?> PythonPath = new(() =>
        new[] { "/usr/bin/python3", "python3" }.FirstOrDefault(path => Works(path, "-c", "import avro.datafile, avro.compatibility")));

    private static readonly string NodeFolder = Path.Combine(Repository.Root, "tests", "peers");

    private readonly string _program;
    private readonly string _script;

    private PeerProgram(string program, string script) => (_program, _script) = (program, script);

    /// <summary>A script for python3-avro.</summary>
    /// <param name="script">Its path below this project.</param>
    public static PeerProgram Python(string script)
    {
        Assert.SkipWhen(PythonPath.Value is null, "python3-avro is not installed; apt-get install python3-avro");
        return new PeerProgram(PythonPath.Value!, script);      // SkipWhen does not return
    }

    /// <summary>A script for avsc, the npm package.</summary>
    /// <param name="script">Its path below this project.</param>
    public static PeerProgram Node(string script)
    {
        Assert.SkipUnless(Directory.Exists(Path.Combine(NodeFolder, "node_modules", "avsc")), "tests/peers/node_modules/avsc is not installed; npm ci in tests/peers");
        Assert.SkipUnless(Works("node", "--version"), "node is not installed; apt-get install nodejs");
        return new PeerProgram("node", script);
    }

    /// <summary>Runs the script.</summary>
    /// <returns>What it wrote to its standard output.</returns>
    public string Run(params string[] arguments)
    {
        var script = Path.Combine(Repository.Root, "tests", "SmartKart.Schemas.Tests", _script);
        var (exitCode, output, error) = Run(_program, [script, .. arguments]);
        exitCode.ShouldBe(0, $"{_program} {_script}: {error}");
        return output;
    }

    private static bool Works(string program, params string[] arguments)
    {
        try
        {
            return Run(program, arguments).ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;       // there is no such program
        }
    }

    private static (int ExitCode, string Output, string Error) Run(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["NODE_PATH"] = Path.Combine(NodeFolder, "node_modules");
        using var process = Process.Start(start)!;      // never null without a shell
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} did not end within {Patience}");
        }
        return (process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
    }
}
