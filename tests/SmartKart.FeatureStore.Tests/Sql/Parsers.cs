using System.Diagnostics;
using System.Text.Json;
using SmartKart.FeatureStore.Sql;

namespace SmartKart.FeatureStore.Tests.Sql;

/// <summary>Parsers of Spark SQL and BigQuery that others wrote, run by node; without them a test is skipped.</summary>
internal static class Parsers
{
    // Far beyond what parsing takes; a parser that hangs must not hang the tests.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly string Peers = Path.Combine(Repository.Root, "tests", "peers");

    /// <summary>What the parser of each text's dialect says against it; null where it parses.</summary>
    internal static async Task<string?[]> ParseAsync((SqlDialect Dialect, string Sql)[] texts)
    {
        foreach (var package in (string[])["sql-parser-cst", "dt-sql-parser"])
        {
            var isThere = Directory.Exists(Path.Combine(Peers, "node_modules", package));
            Assert.SkipUnless(isThere, $"tests/peers/node_modules/{package} is missing: run 'npm ci --ignore-scripts' in tests/peers");
        }
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        using var process = Process.Start(new ProcessStartInfo("node", [Path.Combine(Peers, "sql_parsers.mjs")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;        // never null without a shell
        try
        {
            var said = process.StandardError.ReadToEndAsync(patience.Token);
            var answers = process.StandardOutput.ReadToEndAsync(patience.Token);
            foreach (var (dialect, sql) in texts)
                await process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(new { dialect = dialect.Name, sql }).AsMemory(), patience.Token);
            process.StandardInput.Close();
            await process.WaitForExitAsync(patience.Token);
            process.ExitCode.ShouldBe(0, await said);
            var lines = (await answers).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            lines.Length.ShouldBe(texts.Length);
            return Array.ConvertAll(lines, line => JsonDocument.Parse(line).RootElement.GetProperty("error").GetString());
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }
}
