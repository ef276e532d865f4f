using System.CommandLine;
using SmartKart.Backfill;
using SmartKart.Backfill.Histories;
using SmartKart.Backfill.Histories.Files;
using SmartKart.Backfill.Histories.Formats;
using SmartKart.Backfill.Histories.Mapping;
using SmartKart.Backfill.Histories.Rejections;
using SmartKart.Backfill.Replay.Runs;
using SmartKart.Backfill.Simulation;
using SmartKart.Backfill.Simulation.Folders;
using SmartKart.Local.Clusters;
using SmartKart.Local.Replays;
using SmartKart.Local.Terminal;
using SmartKart.Warehouse;

namespace SmartKart.Local.Commands;

/// <summary>Replays a history into the topics, each event once, however often it is run.</summary>
internal sealed class ReplayCommand : Command, IHasExamples
{
    private const string Csv = "csv";
    private const string Parquet = "parquet";
    private const string JsonLines = "jsonl";

    private readonly Argument<string?> _source = new("source")
    {
        Description = "The history: a .parquet, .csv or .jsonl file, or a folder that smartkart simulate made. Left out with --format simulated.",
        Arity = ArgumentArity.ZeroOrOne,
    };
    private readonly Option<string?> _format = new("--format")
    {
        Description = $"{string.Join("; ", HistoryFormat.All.Select(format => $"{format.Name}: {format.Description}"))}; "
            + $"{ReplaySource.SimulatedFormat}: a made-up marketplace; "
            + "csv, parquet, jsonl: how the table is written, with --mapping. Found out by the file's columns, or its name, unless given.",
        HelpName = "format",
    };
    private readonly Option<FileInfo?> _mapping = new("--mapping")
    {
        Description = "What becomes of a row of any other table: a YAML file.",
        HelpName = "path",
    };
    private readonly Option<double?> _speed = PaceOption.Speed();
    private readonly Option<double?> _rate = PaceOption.Rate();
    private readonly Option<string?> _shift = new("--shift")
    {
        Description = "now: move all times so that the last event is now. Without it history has its own clock.",
        HelpName = "now",
    };
    private readonly Option<string[]> _topics = new("--topics")
    {
        Description = "Only these of the history's topics.",
        HelpName = "topic",
        AllowMultipleArgumentsPerToken = true,
    };
    private readonly Option<long?> _limit = new("--limit") { Description = "End after so many events, counted from the history's first.", HelpName = "events" };
    private readonly Option<int> _users = new("--users")
    {
        Description = "Customers of the simulated marketplace.",
        DefaultValueFactory = _ => new SimulationOptions().Users,
        HelpName = "n",
    };
    private readonly Option<int> _days = new("--days")
    {
        Description = "How long it is simulated.",
        DefaultValueFactory = _ => new SimulationOptions().Days,
        HelpName = "n",
    };
    private readonly Option<int> _seed = new("--seed")
    {
        Description = "What the simulation follows from.",
        DefaultValueFactory = _ => new SimulationOptions().Seed,
        HelpName = "n",
    };
    private readonly Option<FileInfo?> _report = new("--report")
    {
        Description = "Write the rejected rows, each with its reason: .parquet or .jsonl.",
        HelpName = "path",
    };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Say what becomes of every row, and publish nothing." };
    private readonly Option<bool> _restart = new("--restart")
    {
        Description = "Begin anew, also where a run before published some or all: those events are then there twice.",
    };
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON document in place of the tables." };

    public ReplayCommand() : base(
        "replay",
        "Publish a history's events in time order. Run again after a stop or a crash it goes on where it was: no event is lost or doubled.")
    {
        _format.AcceptOnlyFromAmong([.. HistoryFormat.All.Select(format => format.Name), ReplaySource.SimulatedFormat, Csv, Parquet, JsonLines]);
        _shift.AcceptOnlyFromAmong("now");
        LocalConfiguration.AddFlags(this);
        Add(_source);
        Option[] options = [_format, _mapping, _speed, _rate, _shift, _topics, _limit, _users, _days, _seed, _report, _dryRun, _restart, _json];
        foreach (var option in options) Add(option);
        _limit.HoldTo<long>(limit => limit > 0, "--limit is 1 or more.");
        _users.HoldTo<int>(users => users is > 0 and <= 10_000_000, "--users is 1 to 10000000.");
        _days.HoldTo<int>(days => days is > 0 and <= 3_660, "--days is 1 to 3660.");
        Validators.Add(result =>
        {
            var isSimulated = result.GetValue(_format) == ReplaySource.SimulatedFormat;
            if (isSimulated == result.GetValue(_source) is not null)
                result.AddError(isSimulated ? "What is simulated has no source: leave it out." : "Name the history's file, or give --format simulated.");
            if (result.GetValue(_speed) is not null && result.GetValue(_rate) is not null) result.AddError("A replay has one pace: give --speed or --rate.");
            var isTable = result.GetValue(_format) is Csv or Parquet or JsonLines;
            if (isTable && result.GetValue(_mapping) is null)
                result.AddError($"--format {result.GetValue(_format)} is any table: give --mapping, which says what becomes of a row.");
            if (result.GetValue(_mapping) is not null && !isTable && result.GetValue(_format) is not null)
                result.AddError("A data set has its own rules: leave --mapping or --format out.");
        });
        SetAction(RunAsync);
    }

    public IReadOnlyList<Example> Examples { get; } =
    [
        new("smartkart replay online_retail.parquet", "a year of a real shop, flat out; what it is shows by its columns"),
        new("smartkart replay taobao_behavior.parquet --speed 60 --shift now", "an hour in a minute, as if it had just happened"),
        new("smartkart replay fraud.parquet --rate 5000/s --limit 100000",
            "the first 100,000 payments, 5,000 a second; run again without --limit for the rest"),
        new("smartkart replay shop.csv --mapping shop.yaml --dry-run --report rejected.jsonl",
            "what would become of every row of a table, and which are no events"),
        new("smartkart replay --format simulated --users 10000 --json", "a simulated day, and one JSON document"),
        new("smartkart replay market", "the events of a folder that smartkart simulate made"),
    ];

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        try
        {
            var source = Source(parsed, cancel);
            using var rejected = parsed.GetValue(_report) is { } report ? source.OpenReport(report.FullName) : null;
            var result = parsed.GetValue(_dryRun)
                ? await WorkProgress.ShowAsync(progress => Task.Run(() => Rehearse(source, parsed, rejected, progress, cancel), CancellationToken.None))
                : await ReplayAsync(source, parsed, rejected, cancel);
            // Of a history that was published before no row was read: the report of that run stands.
            if (result.Run.End != ReplayEnd.CompleteBefore) rejected?.Write();
            if (parsed.GetValue(_json)) result.PrintJson();
            else result.Print();
            return result.Run.End == ReplayEnd.Stopped ? ExitCode.Interrupted : ExitCode.Done;
        }
        catch (MappingException fault)
        {
            foreach (var each in fault.Faults) await Console.Error.WriteLineAsync($"smartkart: {each}");
            return ExitCode.Failed;
        }
        catch (Exception fault) when (fault is BackfillException or WarehouseException)
        {
            throw new CommandException(fault.Message, fault);
        }
    }

    private async Task<ReplayRunResult> ReplayAsync(ReplaySource source, ParseResult parsed, RejectedRows? rejected, CancellationToken cancel)
    {
        await using var cluster = await ClusterSession.OpenAsync(LocalConfiguration.Read(parsed), isAnnounced: true, cancel);
        var run = await WorkProgress.ShowAsync(progress => Task.Run(
            async () =>
            {
                progress.Say($"broker at {cluster.BootstrapServers}, schema registry at {cluster.RegistryAddress}");
                await cluster.CreateTopicsAsync(cancel);
                using var step = Begin(source, "publishing", progress, cancel);
                return await new ResumableReplay(cluster.Kafka, cluster.Admin, cluster.Registry, TimeProvider.System)
                    .RunAsync(source, OptionsOf(parsed), new RowAccount(rejected), new EventsSeen(step), cancel);
            }, CancellationToken.None));
        return new ReplayRunResult(source, run, IsDryRun: false);
    }

    private ReplayRunResult Rehearse(ReplaySource source, ParseResult parsed, RejectedRows? rejected, IWorkProgress progress, CancellationToken cancel)
    {
        using var step = Begin(source, "reading", progress, cancel);
        var run = DryRun.Read(source, OptionsOf(parsed), new RowAccount(rejected), new EventsSeen(step), TimeProvider.System, cancel);
        return new ReplayRunResult(source, run, IsDryRun: true);
    }

    private static IWorkStep Begin(ReplaySource source, string doing, IWorkProgress progress, CancellationToken cancel)
    {
        var history = source.Open();
        return progress.Begin($"{history.Name}: {doing}", history.CountRows(cancel));
    }

    private ReplaySource Source(ParseResult parsed, CancellationToken cancel)
    {
        var format = parsed.GetValue(_format);
        if (parsed.GetValue(_source) is not { } path)
        {
            return ReplaySource.OfSimulation(
                new SimulationOptions { Users = parsed.GetValue(_users), Days = parsed.GetValue(_days), Seed = parsed.GetValue(_seed) });
        }
        if (SimulationManifest.IsIn(path)) return ReplaySource.OfSimulation(SimulationManifest.Read(path));
        if (parsed.GetValue(_mapping) is not { } mapping)
            return ReplaySource.OfDataSet(path, HistoryFormat.All.FirstOrDefault(each => each.Name == format), cancel);
        TableKind? kind = format switch
        {
            Csv => TableKind.Csv,
            Parquet => TableKind.Parquet,
            JsonLines => TableKind.JsonLines,
            _ => null,
        };
        return ReplaySource.OfMapping(path, kind, mapping.FullName, cancel);
    }

    private ReplayOptions OptionsOf(ParseResult parsed) => new()
    {
        Pace = PaceOption.Read(parsed.GetValue(_speed), parsed.GetValue(_rate)),
        IsShiftedToNow = parsed.GetValue(_shift) is not null,
        Topics = parsed.GetValue(_topics) is { Length: > 0 } topics
            ? [.. topics.SelectMany(each => each.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))]
            : null,
        Limit = parsed.GetValue(_limit),
        IsRestart = parsed.GetValue(_restart),
    };
}
