using System.CommandLine;
using System.Globalization;
using SmartKart.Kafka;
using SmartKart.Local.Clusters;
using SmartKart.Local.Groups;
using SmartKart.Local.Terminal;
using Spectre.Console;

namespace SmartKart.Local.Commands;

/// <summary>Moves a group to other offsets; shows what it would do unless told to do it.</summary>
internal sealed class GroupsResetOffsetsCommand : Command, IHasExamples
{
    private readonly Argument<string> _group = new("group") { Description = "The group, which must have no members." };
    private readonly Option<string[]> _topic = new("--topic")
    {
        Description = "A topic, or some of its partitions; may be repeated.",
        HelpName = "topic[:0,1]",
    };
    private readonly Option<bool> _allTopics = new("--all-topics") { Description = "All topics of which the group committed something." };
    private readonly Option<bool> _toEarliest = new("--to-earliest") { Description = "To the first record that is still there." };
    private readonly Option<bool> _toLatest = new("--to-latest") { Description = "To the end." };
    private readonly Option<long?> _toOffset = new("--to-offset") { Description = "To an offset.", HelpName = "n" };
    private readonly Option<DateTimeOffset?> _toDatetime = new("--to-datetime")
    {
        Description = "To the first record of a moment or later, such as 2026-11-21T10:00Z.",
        HelpName = "instant",
        CustomParser = result =>
        {
            const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
            var text = result.Tokens.Single().Value;
            if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Utc, out var moment) && moment >= DateTimeOffset.UnixEpoch) return moment;
            result.AddError($"--to-datetime '{text}' is no moment since 1970. Write it as 2026-11-21T10:00Z.");
            return null;
        },
    };
    private readonly Option<long?> _shiftBy = new("--shift-by") { Description = "So many records forward, or back where it is negative.", HelpName = "n" };
    private readonly Option<bool> _execute = new("--execute") { Description = "Do it. Without it nothing is changed." };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Only show it, as without --execute." };
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON document in place of the table." };

    public GroupsResetOffsetsCommand() : base("reset-offsets", "Move a group to other offsets. Shows what it would do; --execute does it.")
    {
        Add(_group);
        foreach (var option in new Option[] { _topic, _allTopics, _toEarliest, _toLatest, _toOffset, _toDatetime, _shiftBy, _execute, _dryRun, _json }) Add(option);
        _toOffset.HoldTo<long>(offset => offset >= 0, "--to-offset is at least 0.");
        Validators.Add(result =>
        {
            if (result.GetValue(_allTopics) == (result.GetValue(_topic) is { Length: > 0 })) result.AddError("Give --topic or --all-topics.");
            if (result.GetValue(_topic)?.FirstOrDefault(each => OffsetReset.Parse(each) is null) is { } wrong)
                result.AddError($"--topic '{wrong}' is no topic. Write topic, or topic:0,1 for some of its partitions.");
            if (new Option[] { _toEarliest, _toLatest, _toOffset, _toDatetime, _shiftBy }.Count(option => result.GetResult(option) is { Implicit: false }) != 1)
                result.AddError("Give one of --to-earliest, --to-latest, --to-offset, --to-datetime and --shift-by.");
            if (result.GetValue(_execute) && result.GetValue(_dryRun)) result.AddError("Give --execute or --dry-run, not both.");
        });
        SetAction((parsed, cancel) => ClusterSession.UseAsync(parsed, cluster => RunAsync(cluster, parsed, cancel), cancel));
    }

    public IReadOnlyList<Example> Examples { get; } =
    [
        new("smartkart groups reset-offsets audit --all-topics --to-earliest", "what reading all again would mean"),
        new("smartkart groups reset-offsets audit --topic clickstream --to-earliest --execute", "read a topic again"),
        new("smartkart groups reset-offsets audit --topic clickstream:3 --shift-by 1 --execute", "skip a record"),
        new("smartkart groups reset-offsets audit --all-topics --to-datetime 2026-11-21T10:00Z --json", "for a program to read"),
    ];

    private async Task<int> RunAsync(ClusterSession cluster, ParseResult parsed, CancellationToken cancel)
    {
        var (group, execute) = (parsed.GetRequiredValue(_group), parsed.GetValue(_execute));
        var moves = await new OffsetReset(cluster.Admin, group, Target(parsed)).PlanAsync(parsed.GetValue(_topic) ?? [], cancel);
        if (execute) await ExecuteAsync(cluster, group, moves, cancel);
        if (parsed.GetValue(_json))
            JsonOutput.Print(new { group, executed = execute, offsets = moves.Select(move => new { move.Partition.Topic, move.Partition.Partition, move.From, move.To }) });
        else
            Print(moves, execute);
        return ExitCode.Done;
    }

    private ResetTarget Target(ParseResult parsed) =>
        parsed.GetValue(_toEarliest) ? ResetTarget.Earliest
        : parsed.GetValue(_toOffset) is { } offset ? ResetTarget.At(offset)
        : parsed.GetValue(_toDatetime) is { } moment ? ResetTarget.Since(moment)
        : parsed.GetValue(_shiftBy) is { } records ? ResetTarget.By(records)
        : ResetTarget.Latest;

    private static async Task ExecuteAsync(ClusterSession cluster, string group, IReadOnlyList<OffsetMove> moves, CancellationToken cancel)
    {
        var described = (await cluster.Admin.Groups.DescribeAsync([group], cancel))[0];
        if (described.Answer is { Members.Count: > 0 } busy)
            throw new CommandException($"Group '{group}' has {busy.Members.Count} members, which would go on from where they are. Stop them first.");
        var results = await cluster.Admin.GroupOffsets.AlterAsync(group, moves.Select(move => move.Partition.At(move.To)), cancel);
        results.ThrowIfAnyFailed();
    }

    private static void Print(IReadOnlyList<OffsetMove> moves, bool executed)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn(new TableColumn("topic").NoWrap()).AddColumns("partition", "from", "to");
        foreach (var column in table.Columns.Skip(1)) column.RightAligned();
        foreach (var (partition, from, to) in moves)
            table.AddRow(Markup.Escape(partition.Topic), Digits(partition.Partition), Digits(from), Digits(to));
        ResultConsole.Create().Write(table);
        Console.WriteLine(executed ? "done" : "nothing was changed; --execute does it");
    }

    private static string Digits(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "-";
}
