using System.CommandLine;
using SmartKart.Local.Terminal;

namespace SmartKart.Local.Commands;

/// <summary>Runs one benchmark, in a program of its own: nothing of the command line's then lies on the scales.</summary>
internal sealed class BenchCommand : Command, IHasExamples
{
    private readonly Argument<string?> _name = new("name") { Description = "The benchmark to run; --list names them.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<bool> _list = new("--list") { Description = "Name the benchmarks, and what each measures, its unit and its target." };
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON document." };

    public BenchCommand() : base("bench", "Measure SmartKart, beside its peers where there are some.")
    {
        Add(_name);
        Add(_list);
        Add(_json);
        Validators.Add(result =>
        {
            if (result.GetValue(_list) == result.GetValue(_name) is not null)
                result.AddError("Give the name of one benchmark, or --list.");
        });
        SetAction((parsed, cancel) => RunAsync(parsed.GetValue(_name), parsed.GetValue(_json), cancel));
    }

    public IReadOnlyList<Example> Examples { get; } =
    [
        new("smartkart bench --list", "name the benchmarks"),
        new("smartkart bench startup", "how long 'smartkart --help' takes"),
        new("smartkart bench startup --json", "the same, for a program to read"),
    ];

    private static Task<int> RunAsync(string? name, bool json, CancellationToken cancel)
    {
        var program = Checkout.PathOf("tests", "SmartKart.Benchmarks", "bin", "Release", "net10.0", "SmartKart.Benchmarks.dll");
        if (!File.Exists(program))
            throw new CommandException($"{program} is not built. Start through ./smartkart, which builds it.");

        string[] arguments = [name ?? "--list", .. json ? new[] { "--json" } : []];
        return ChildProcess.OfDotnet(program, arguments).RunAsync(cancel);
    }
}
