using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using SmartKart.Backfill.Simulation;
using SmartKart.Backfill.Simulation.Folders;
using SmartKart.Local.Terminal;
using SmartKart.Warehouse;
using Spectre.Console;

namespace SmartKart.Local.Commands;

/// <summary>Simulates a marketplace into a folder: its history, and the truth about it.</summary>
internal sealed class SimulateCommand : Command, IHasExamples
{
    private static readonly SimulationOptions Defaults = new();

    private readonly Option<DirectoryInfo?> _out = new("--out")
    {
        Description = "The folder to make: events/ as history has them, truth/ beside them, and simulation.json. Not there yet, or empty.",
        HelpName = "folder",
    };
    private readonly Option<int> _users = Number(
        "--users", "Customers with an account; on average each comes one and a half times a day. Guests come on top.", Defaults.Users);
    private readonly Option<int> _merchants = Number("--merchants", "Shops.", Defaults.Merchants);
    private readonly Option<int> _products = Number("--products", "Products on the first day, at least 8.", Defaults.Products);
    private readonly Option<int> _days = Number("--days", "How long.", Defaults.Days);
    private readonly Option<DateTimeOffset?> _start = new("--start")
    {
        Description = "The first day, in UTC; 2026-01-05 unless given.",
        CustomParser = ReadDay,
        HelpName = "date",
    };
    private readonly Option<int> _seed = Number("--seed", "What everything follows from: equal options give equal events, ids included.", Defaults.Seed);
    private readonly Option<double> _fraud = new("--fraud")
    {
        Description = "Of all orders, those that are fraud: 0 to 0.5. Labels are in truth/, not in the events.",
        DefaultValueFactory = _ => Defaults.FraudRate,
        HelpName = "rate",
    };
    private readonly Option<SimulationDrift?> _drift = new("--drift")
    {
        Description = "After so many days tastes, prices and devices change; DAY:tastes, DAY:prices or DAY:devices for one of them. Nothing does unless given.",
        CustomParser = ReadDrift,
        HelpName = "day[:what]",
    };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Say about how many events there would be, and write nothing." };
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON document in place of the table." };

    public SimulateCommand() : base(
        "simulate",
        "Simulate a marketplace over days or months, with the truth beside it: tastes, elasticities, expected demand, fraud. "
            + "smartkart replay publishes the folder.")
    {
        foreach (var option in new Option[] { _out, _users, _merchants, _products, _days, _start, _seed, _fraud, _drift, _dryRun, _json }) Add(option);
        _users.HoldTo<int>(users => users is > 0 and <= 10_000_000, "--users is 1 to 10000000.");
        _merchants.HoldTo<int>(merchants => merchants is > 0 and <= 100_000, "--merchants is 1 to 100000.");
        _products.HoldTo<int>(products => products is >= 8 and <= 10_000_000, "--products is 8 to 10000000.");
        _days.HoldTo<int>(days => days is > 0 and <= 3_660, "--days is 1 to 3660.");
        _fraud.HoldTo<double>(rate => rate is >= 0 and <= 0.5, "--fraud is 0 to 0.5.");
        Validators.Add(result =>
        {
            if (result.GetValue(_out) is null && !result.GetValue(_dryRun)) result.AddError("Name the folder to make, --out, or ask for --dry-run.");
        });
        SetAction(RunAsync);
    }

    public IReadOnlyList<Example> Examples { get; } =
    [
        new("smartkart simulate --out market", "a day of a small marketplace"),
        new("smartkart simulate --users 2000 --days 90 --drift 60:tastes --out quarter", "three months, in which tastes change after two"),
        new("smartkart simulate --users 100000 --days 30 --dry-run", "how much that would be"),
        new("smartkart replay quarter --speed 3600", "publish what was simulated, an hour in a second"),
    ];

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        var options = OptionsOf(parsed);
        try
        {
            if (parsed.GetValue(_out) is not { } folder || parsed.GetValue(_dryRun))
            {
                PrintEstimate(options, SimulationEstimate.Of(options, cancel), parsed.GetValue(_json));
                return ExitCode.Done;
            }
            var summary = await WorkProgress.ShowAsync(progress => Task.Run(
                () =>
                {
                    // In minutes of the simulated time, of which it is known how many there are.
                    using var step = progress.Begin(new SimulatedHistory(options).Name, options.Days * 24L * 60);
                    return SimulatedFolder.Write(options, folder.FullName, new EventsSeen(step), TimeProvider.System, cancel);
                }, CancellationToken.None));
            Print(summary, parsed.GetValue(_json));
            return ExitCode.Done;
        }
        catch (Exception fault) when (fault is SimulationException or WarehouseException)
        {
            throw new CommandException(fault.Message, fault);
        }
    }

    private SimulationOptions OptionsOf(ParseResult parsed) => new()
    {
        Users = parsed.GetValue(_users),
        Merchants = parsed.GetValue(_merchants),
        Products = parsed.GetValue(_products),
        Days = parsed.GetValue(_days),
        Start = parsed.GetValue(_start) ?? Defaults.Start,
        Seed = parsed.GetValue(_seed),
        FraudRate = parsed.GetValue(_fraud),
        Drift = parsed.GetValue(_drift),
    };

    private static void PrintEstimate(SimulationOptions options, IReadOnlyDictionary<string, long> events, bool isJson)
    {
        if (isJson) JsonOutput.Print(new { Simulation = NameOf(options), IsDryRun = true, Events = events.Values.Sum(), Topics = TopicsOf(events) });
        else PrintTable(NameOf(options), events, "about");
    }

    private static void Print(SimulationSummary summary, bool isJson)
    {
        var (events, seconds) = (summary.Events.Values.Sum(), summary.Elapsed.TotalSeconds);
        if (isJson)
        {
            JsonOutput.Print(new
            {
                Simulation = NameOf(summary.Options),
                IsDryRun = false,
                summary.Folder,
                Events = events,
                Topics = TopicsOf(summary.Events),
                summary.Files,
                Seconds = seconds,
                EventsPerSecond = Math.Round(events / seconds),
            });
            return;
        }
        PrintTable(NameOf(summary.Options), summary.Events, "events");
        Console.WriteLine(Invariant($"{events:N0} events in {summary.Files:N0} files, {seconds:0.0} s ({events / seconds:N0} events/s): {summary.Folder}"));
        Console.WriteLine($"Publish them: smartkart replay {summary.Folder}");
    }

    private static void PrintTable(string name, IReadOnlyDictionary<string, long> events, string heading)
    {
        var console = ResultConsole.Create();
        console.WriteLine(name);
        var table = new Table().AddColumns("topic", heading);
        foreach (var (topic, count) in events) table.AddRow(topic, Invariant($"{count:N0}"));
        table.Columns[1].RightAligned();
        console.Write(table);
    }

    private static object[] TopicsOf(IReadOnlyDictionary<string, long> events) => [.. events.Select(topic => new { Topic = topic.Key, Events = topic.Value })];

    private static string NameOf(SimulationOptions options) => new SimulatedHistory(options).Name;

    private static Option<int> Number(string name, string description, int unlessGiven) =>
        new(name) { Description = description, DefaultValueFactory = _ => unlessGiven, HelpName = "n" };

    private static DateTimeOffset? ReadDay(ArgumentResult argument)
    {
        var text = argument.Tokens[0].Value;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 1970 and <= 2200)
            return new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero);
        argument.AddError($"--start is a day such as 2026-01-05, from 1970 to 2200, and '{text}' is none.");
        return null;
    }

    private static SimulationDrift? ReadDrift(ArgumentResult argument)
    {
        var text = argument.Tokens[0].Value;
        if (SimulationDrift.Parse(text) is { } drift) return drift;
        argument.AddError($"--drift is a day and what changes, such as 60, 60:tastes, 60:prices or 60:devices, and '{text}' is none.");
        return null;
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
