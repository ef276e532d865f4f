using System.CommandLine;
using SmartKart.Benchmarks.Measuring;
using SmartKart.Local;
using SmartKart.Local.Terminal;

namespace SmartKart.Benchmarks.Harness;

/// <summary>The command line of this program; <c>smartkart bench</c> passes its own on.</summary>
internal static class BenchmarksCommand
{
    public static ProgramCommand For(IReadOnlyList<IBenchmark> benchmarks)
    {
        var name = new Argument<string?>("name") { Description = "The benchmark to run.", Arity = ArgumentArity.ZeroOrOne };
        var list = new Option<bool>("--list") { Description = "Name the benchmarks." };
        var json = new Option<bool>("--json") { Description = "Print one JSON document." };
        var command = new ProgramCommand("bench", "SmartKart's benchmarks.")
        {
            StartedAs = "smartkart bench",
            Examples = [new("smartkart bench --list", "name the benchmarks")],
        };
        command.Add(name);
        command.Add(list);
        command.Add(json);
        name.Validators.Add(result =>
        {
            var asked = result.GetValueOrDefault<string?>();
            if (asked is not null && benchmarks.All(benchmark => benchmark.Name != asked))
                result.AddError($"There is no benchmark '{asked}'. There are: {string.Join(", ", benchmarks.Select(benchmark => benchmark.Name))}.");
        });
        command.Validators.Add(result =>
        {
            if (result.GetValue(list) == result.GetResult(name) is { Tokens.Count: > 0 })
                result.AddError("Give the name of one benchmark, or --list.");
        });
        command.SetAction(async (parsed, cancel) =>
        {
            var asJson = parsed.GetValue(json);
            if (parsed.GetValue(list))
                BenchmarkList.Print(benchmarks, asJson);
            else
                await MeasureAsync(benchmarks.Single(benchmark => benchmark.Name == parsed.GetValue(name)), asJson, cancel);
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task MeasureAsync(IBenchmark benchmark, bool asJson, CancellationToken cancel)
    {
        var run = new BenchmarkRun(Checkout.Root, Console.Error.WriteLine);
        try
        {
            var result = BenchmarkResult.Of(benchmark, await benchmark.RunAsync(run, cancel), Machine.Read());
            result.Print(asJson);
        }
        catch (PeerMissingException missing)
        {
            throw new CommandException(missing.Message, missing);
        }
    }
}
