using System.Globalization;
using SmartKart.Local.Terminal;
using Spectre.Console;

namespace SmartKart.Benchmarks.Harness;

/// <summary>What a benchmark measured, and where.</summary>
public sealed record BenchmarkResult(IBenchmark Benchmark, IReadOnlyDictionary<string, double> Values, Machine Machine)
{
    /// <summary>Holds a benchmark to what it declared.</summary>
    /// <exception cref="InvalidOperationException">A declared metric is missing, an undeclared one is there, or one is no finite number.</exception>
    public static BenchmarkResult Of(IBenchmark benchmark, IReadOnlyDictionary<string, double> values, Machine machine)
    {
        var declared = benchmark.Metrics.Select(metric => metric.Name).ToHashSet();
        var faults = declared.Except(values.Keys).Select(name => $"{name} was declared and not measured")
            .Concat(values.Keys.Except(declared).Select(name => $"{name} was measured and not declared"))
            .Concat(values.Where(value => !double.IsFinite(value.Value)).Select(value => $"{value.Key} is {value.Value}"))
            .ToList();
        return faults.Count == 0
            ? new BenchmarkResult(benchmark, values, machine)
            : throw new InvalidOperationException($"The benchmark {benchmark.Name} does not keep to its own metrics: {string.Join("; ", faults)}. Mend it, or its list of metrics.");
    }

    /// <summary>The document that <c>--json</c> prints: metrics by name, as they were declared.</summary>
    public object ToDocument() => new
    {
        Bench = Benchmark.Name,
        Metrics = Benchmark.Metrics.ToDictionary(metric => metric.Name, metric => Values[metric.Name]),
        Machine,
    };

    internal void Print(bool asJson)
    {
        if (asJson)
        {
            JsonOutput.Print(ToDocument());
            return;
        }

        var table = new Table().Border(TableBorder.Simple).AddColumn("metric");
        table.AddColumn(new TableColumn("value").RightAligned());
        table.AddColumn("unit").AddColumn("target").AddColumn("");
        foreach (var metric in Benchmark.Metrics)
        {
            var value = Values[metric.Name];
            table.AddRow(metric.Name, Number(value), Markup.Escape(metric.Unit), metric.Target?.ToString() ?? "", Verdict(metric.Target, value));
        }
        ResultConsole.Create().Write(table);
        Console.WriteLine(Machine);
    }

    private static string Verdict(Target? target, double value) => target switch
    {
        null => "",
        { } bound when bound.IsMetBy(value) => "[green]met[/]",
        _ => "[red]missed[/]",
    };

    // Three digits say what a measurement knows; whole numbers above a thousand read best with their groups.
    private static string Number(double value) => Math.Abs(value) switch
    {
        0 => "0",
        >= 100 => value.ToString("N0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.0", CultureInfo.InvariantCulture),
        >= 1 => value.ToString("0.00", CultureInfo.InvariantCulture),
        _ => value.ToString("0.0###", CultureInfo.InvariantCulture),
    };
}
