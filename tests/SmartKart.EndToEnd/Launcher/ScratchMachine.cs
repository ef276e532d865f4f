using System.Diagnostics;

namespace SmartKart.EndToEnd.Launcher;

/// <summary>
/// A made-up machine with a made-up checkout: the real launcher over tools that only write down how they were called.
/// So its steps can be tested in milliseconds, also those that would install something. Its PATH has nothing but those
/// tools and the few that a bare Debian brings.
/// </summary>
internal sealed class ScratchMachine : IDisposable
{
    private static readonly string[] Debian = ["awk", "bash", "cat", "cmp", "cp", "dirname", "find", "flock", "grep", "head", "mkdir", "mv", "nproc", "readlink", "rm", "sha256sum", "sort", "touch"];

    private readonly string _home = Directory.CreateTempSubdirectory("smartkart-launcher-").FullName;

    public ScratchMachine()
    {
        Directory.CreateDirectory(Tools);
        foreach (var tool in Debian)
            File.CreateSymbolicLink(Path.Combine(Tools, tool), Which(tool));

        Write("smartkart", File.ReadAllText(Repository.PathOf("smartkart")), executable: true);
        foreach (var step in Directory.EnumerateFiles(Repository.PathOf("deploy", "local", "setup")))
            Write($"deploy/local/setup/{Path.GetFileName(step)}", File.ReadAllText(step));
        Write("deploy/local/native/package-lock.json", "{}");
        Write("deploy/local/librdkafka/package-lock.json", NativeLock("1.10.1"));
        Write("deploy/local/librdkafka/patches/mend.patch", "mended\n");
        Write("tests/peers/package-lock.json", "{}");
        Write("SmartKart.sln", "");
        Write("schemas/SmartKart.Schemas/Event.cs", "class Event;");

        Tool("dotnet", """
            case $1 in
              build) mkdir -p "$CHECKOUT/deploy/local/SmartKart.Local/bin/Release/net10.0"; touch "$CHECKOUT/deploy/local/SmartKart.Local/bin/Release/net10.0/SmartKart.Local.dll" ;;
              *.dll) echo "program: ${*:2}" ;;
            esac
            """);
        Tool("npm", $$"""
            source="$3/node_modules/@confluentinc/kafka-javascript/deps/librdkafka"
            mkdir -p "$source/src"
            echo "printf 'WITH_%s=\ty\n' SSL ZLIB ZSTD LZ4_EXT >Makefile.config; echo configure >>'{{CallsFile}}'" >"$source/configure"
            """);
        Tool("patch", "");
        Tool("make", "touch src/librdkafka.so.1");
        Tool("strip", "");
        Tool("node", "");
        Tool("dpkg-query", "for package in \"${@:3}\"; do echo \"$package installed\"; done");
        Tool("apt-get", "");
        Tool("id", "echo 0");
    }

    public string Checkout => Path.Combine(_home, "checkout");

    private string Tools => Path.Combine(_home, "tools");

    private string CallsFile => Path.Combine(_home, "calls");

    /// <summary>The folder into which the launcher puts the library that it builds.</summary>
    public string LibRdKafka => Path.Combine(Checkout, "deploy/local/native/librdkafka");

    /// <summary>A lock file that pins the package with the source of librdkafka at a version.</summary>
    public static string NativeLock(string version) => $$"""
        {
          "packages": {
            "node_modules/@confluentinc/kafka-javascript": {
              "version": "{{version}}",
              "integrity": "sha512-{{version}}"
            },
            "node_modules/tar": {
              "version": "7.0.0"
            }
          }
        }
        """;

    /// <summary>How the tools were called since the last look, as <c>tool arguments</c>, without looks at the user and the packages.</summary>
    public IReadOnlyList<string> TakeCalls()
    {
        if (!File.Exists(CallsFile))
            return [];
        var calls = File.ReadAllLines(CallsFile);
        File.Delete(CallsFile);
        return [.. calls.Where(call => !call.StartsWith("id ", StringComparison.Ordinal) && !call.StartsWith("dpkg-query ", StringComparison.Ordinal))];
    }

    /// <summary>Puts a tool in place that writes down its call and then does <paramref name="body"/>.</summary>
    public void Tool(string name, string body) => Write($"../tools/{name}", $"#!/bin/bash\necho \"{name} $*\" >>\"{CallsFile}\"\n{body}\n", executable: true);

    /// <summary>Makes python3-avro the one Debian package that is not installed.</summary>
    public void LacksAvro() => Tool("dpkg-query", "for package in \"${@:3}\"; do [ $package = python3-avro ] || echo \"$package installed\"; done");

    public void Remove(string tool) => File.Delete(Path.Combine(Tools, tool));

    public void Write(string path, string text, bool executable = false)
    {
        var full = Path.GetFullPath(Path.Combine(Checkout, path));
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
        if (executable)
            File.SetUnixFileMode(full, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public ProcessStartInfo Launcher(params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(Checkout, "smartkart"), arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = Tools;
        start.Environment["CHECKOUT"] = Checkout;
        start.Environment.Remove("SMARTKART_SETUP"); // These tests are about what the rest switch off.
        return start;
    }

    public Task<ProcessRun> LaunchAsync(params string[] arguments) => ProcessRun.RunAsync(Launcher(arguments));

    public void Dispose() => Directory.Delete(_home, recursive: true);

    private static string Which(string tool) =>
        ((string[])["/usr/bin", "/bin", "/usr/local/bin"]).Select(folder => Path.Combine(folder, tool)).FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException($"This machine has no {tool}; the launcher needs it, and every Debian brings it.");
}
