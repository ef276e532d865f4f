using SmartKart.Local.Terminal;
using Spectre.Console;

namespace SmartKart.Benchmarks.Harness;

/// <summary>What <c>bench --list</c> prints: each benchmark, and each of its metrics with unit and target.</summary>
internal static class BenchmarkList
{
    public static void Print(IReadOnlyList<IBenchmark> benchmarks, bool asJson)
    {
        if (asJson)
        {
            JsonOutput.Print(benchmarks.Select(benchmark => new
            {
                benchmark.Name,
                benchmark.Description,
                Metrics = benchmark.Metrics.Select(metric => new { metric.Name, metric.Unit, metric.Description, Target = metric.Target?.ToString() }),
            }));
            return;
        }

        foreach (var benchmark in benchmarks)
        {
            Console.WriteLine($"{benchmark.Name}: {benchmark.Description}");
            var table = new Table().Border(TableBorder.None).HideHeaders().AddColumn("").AddColumn("").AddColumn("").AddColumn("").AddColumn("");
            foreach (var metric in benchmark.Metrics)
                table.AddRow("   ", metric.Name, Markup.Escape(metric.Unit), metric.Target?.ToString() ?? "", Markup.Escape(metric.Description));
            ResultConsole.Create().Write(table);
        }
    }
}
