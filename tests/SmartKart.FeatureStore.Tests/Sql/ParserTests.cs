using System.Diagnostics;
using System.Text.Json;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Sql;
using SmartKart.FeatureStore.Tests.Expressions;

namespace SmartKart.FeatureStore.Tests.Sql;

/// <summary>Engines that aren't at hand are stood in for by parsers of their languages that others wrote: they take every text of ours.</summary>
public sealed class ParserTests
{
    // Far beyond what parsing takes; a parser that hangs must not hang the tests.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly string Peers = Path.Combine(Repository.Root, "tests", "peers");

    [Fact]
    public async Task The_parsers_refuse_what_is_no_SQL() =>
        (await ParseAsync([(SqlDialect.SparkSql, "SELECT FROM WHERE"), (SqlDialect.BigQuery, "SELECT FROM WHERE")])).ShouldAllBe(error => error != null);

    [Fact]
    public async Task Every_golden_text_parses() => await HoldAsync(GoldenTextTests.Expressions, GoldenTextTests.Bind);

    [Theory]
    [InlineData(11)]
    public async Task The_text_of_any_expression_parses(int seed)
    {
        var random = new Random(seed);
        var generator = new ExpressionGenerator(random);
        var expressions = Enumerable.Range(0, 300).Select(i => generator.Of((ScalarType)(i % 5), 1 + random.Next(3))).ToArray();
        await HoldAsync(expressions, text => Expression.Parse(text).Bind(OracleTable.Schema));
    }

    private static async Task HoldAsync(string[] expressions, Func<string, BoundExpression> bind)
    {
        var texts = (from dialect in (SqlDialect[])[SqlDialect.SparkSql, SqlDialect.BigQuery]
                     from expression in expressions
                     select (Dialect: dialect, Sql: $"SELECT {bind(expression).ToSql(dialect)} AS e FROM events")).ToArray();
        var errors = await ParseAsync(texts);
        for (var i = 0; i < texts.Length; i++) errors[i].ShouldBeNull($"{texts[i].Dialect}: {texts[i].Sql}");
    }

    /// <summary>What the parser of each text's dialect says against it; null where it parses.</summary>
    private static async Task<string?[]> ParseAsync((SqlDialect Dialect, string Sql)[] texts)
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
