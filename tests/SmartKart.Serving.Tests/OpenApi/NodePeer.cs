using System.Diagnostics;

namespace SmartKart.Serving.Tests.OpenApi;

/// <summary>A program of tests/peers; a test without what it needs is skipped.</summary>
internal static class NodePeer
{
    // Far beyond what it takes; a program that hangs must not hang the tests.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Where they are.</summary>
    public static string Folder { get; } = Path.Combine(Repository.Root, "tests", "peers");

    /// <summary>Runs one.</summary>
    /// <param name="package">What it needs.</param>
    /// <param name="input">Lines for its standard input.</param>
    /// <param name="arguments">The program's file and its arguments, in <see cref="Folder"/>.</param>
    public static async Task<(int Status, string Output)> RunAsync(string package, IEnumerable<string> input, params string[] arguments)
    {
        Assert.SkipUnless(Directory.Exists(Path.Combine(Folder, "node_modules", package)),
            $"tests/peers/node_modules/{package} is missing: run 'npm ci --ignore-scripts' in tests/peers");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        using var process = Process.Start(new ProcessStartInfo("node", arguments)
        {
            WorkingDirectory = Folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;        // never null without a shell
        try
        {
            var said = process.StandardError.ReadToEndAsync(patience.Token);
            var output = process.StandardOutput.ReadToEndAsync(patience.Token);
            foreach (var line in input) await process.StandardInput.WriteLineAsync(line.AsMemory(), patience.Token);
            process.StandardInput.Close();
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, await output + await said);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }
}
