using System.CommandLine;
using SmartKart.Local.Clusters;
using SmartKart.Local.Records;
using SmartKart.Local.Terminal;

namespace SmartKart.Local.Commands;

/// <summary>Prints a topic's records, a line each, with Avro decoded by the registry's schemas.</summary>
internal sealed class TopicsConsumeCommand : Command, IHasExamples
{
    private static readonly string[] PartNames = ["partition", "offset", "timestamp", "headers", "key"];

    private readonly Argument<string> _topic = new("topic") { Description = "The topic to read." };
    private readonly Option<bool> _fromBeginning = new("--from-beginning") { Description = "Begin at the first record; so it does without --follow anyway." };
    private readonly Option<string?> _offset = new("--offset")
    {
        Description = "Where to begin in each partition: an offset, -n for the last n, an instant such as 2026-11-21T10:00Z, beginning or end.",
        HelpName = "place",
    };
    private readonly Option<int?> _partition = new("--partition") { Description = "One partition alone.", HelpName = "n" };
    private readonly Option<long?> _maxMessages = new("--max-messages") { Description = "End after so many records.", HelpName = "n" };
    private readonly Option<bool> _follow = new("--follow", "-f")
    {
        Description = "At the end wait for what comes, until Ctrl-C; begins there unless told otherwise.",
    };
    private readonly Option<string?> _group = new("--group")
    {
        Description = "Read as a member of this group: from what it committed, and commit what was printed.",
        HelpName = "name",
    };
    private readonly Option<string[]> _print = new("--print")
    {
        Description = "What to print before the value, in this order: partition, offset, timestamp, headers, key.",
        HelpName = "parts",
        AllowMultipleArgumentsPerToken = true,
    };
    private readonly Option<string> _separator = new("--separator")
    {
        Description = "What stands between these; a tab unless given.",
        HelpName = "text",
        DefaultValueFactory = _ => "\t",
    };
    private readonly Option<PayloadFormat> _valueFormat = new("--value-format")
    {
        Description = "How values are shown. Auto: Avro by the registry, else text, else 0x….",
        DefaultValueFactory = _ => PayloadFormat.Auto,
    };
    private readonly Option<PayloadFormat> _keyFormat = new("--key-format")
    {
        Description = "The same for keys.",
        DefaultValueFactory = _ => PayloadFormat.Auto,
    };
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON document a line, with all there is of the record." };

    public TopicsConsumeCommand() : base("consume", "Print a topic's records: those there are, or with --follow those that come.")
    {
        foreach (var option in new Option[] { _fromBeginning, _offset, _partition, _maxMessages, _follow, _group, _print, _separator, _valueFormat, _keyFormat, _json })
            Add(option);
        Add(_topic);
        _maxMessages.HoldTo<long>(messages => messages >= 1, "--max-messages is at least 1.");
        Validators.Add(result =>
        {
            if (result.GetValue(_offset) is { } place && StartingPoint.Parse(place) is null)
                result.AddError($"--offset '{place}' is no place. Give an offset, -n, an instant such as 2026-11-21T10:00Z, beginning or end.");
            if (result.GetValue(_offset) is not null && result.GetValue(_fromBeginning)) result.AddError("Give --offset or --from-beginning, not both.");
            if (result.GetValue(_group) is not null && (result.GetValue(_offset) is not null || result.GetResult(_partition) is not null))
                result.AddError("A group says where to begin and which partitions: --offset and --partition do not go with --group. 'groups reset-offsets' moves a group.");
            if (Parts(result.GetValue(_print)).FirstOrDefault(part => !PartNames.Contains(part)) is { } unknown)
                result.AddError($"--print knows no '{unknown}'. It knows {string.Join(", ", PartNames)}.");
        });
        SetAction((parsed, cancel) => ClusterSession.UseAsync(parsed, cluster => RunUntilUnreadAsync(cluster, parsed, cancel), cancel));
    }

    public IReadOnlyList<Example> Examples { get; } =
    [
        new("smartkart topics consume order_placed --max-messages 5", "the first five orders as JSON"),
        new("smartkart topics consume clickstream --follow --print timestamp key", "views as they come, until Ctrl-C"),
        new("smartkart topics consume clickstream --partition 3 --offset -10", "the last ten of a partition"),
        new("smartkart topics consume clickstream --group audit --json", "what the group has not read yet, for a program"),
    ];

    // `… | head` closes the pipe once it has enough: nobody reads on, so that is the end and no error.
    private async Task<int> RunUntilUnreadAsync(ClusterSession cluster, ParseResult parsed, CancellationToken cancel)
    {
        try
        {
            return await RunAsync(cluster, parsed, cancel);
        }
        catch (IOException fault) when (LineOutput.IsUnread(fault))
        {
            return ExitCode.Done;
        }
    }

    private async Task<int> RunAsync(ClusterSession cluster, ParseResult parsed, CancellationToken cancel)
    {
        var (keys, values) = (parsed.GetValue(_keyFormat), parsed.GetValue(_valueFormat));
        var decoder = new PayloadDecoder(() => cluster.Registry, note => Console.Error.WriteLine($"smartkart: {note}"));
        var reading = new RecordReading(cluster, Request(parsed), decoder, keys, values);
        await using var output = LineOutput.Open();
        var printer = new RecordPrinter(
            output, decoder, keys, values, Wanted(parsed), parsed.GetRequiredValue(_separator), parsed.GetValue(_json));
        try
        {
            await reading.RunAsync(printer.Print, output.Flush, cancel);
        }
        finally
        {
            await Console.Error.WriteLineAsync($"{reading.Records} records");
        }
        return ExitCode.Done;
    }

    private ReadRequest Request(ParseResult parsed)
    {
        var follow = parsed.GetValue(_follow);
        var start = (parsed.GetValue(_offset) is { } place ? StartingPoint.Parse(place) : null)
            ?? (parsed.GetValue(_fromBeginning) || !follow ? StartingPoint.Beginning : StartingPoint.End);
        return new ReadRequest(
            parsed.GetRequiredValue(_topic), parsed.GetValue(_partition), start, parsed.GetValue(_group), parsed.GetValue(_maxMessages), follow);
    }

    private RecordParts Wanted(ParseResult parsed) =>
        Parts(parsed.GetValue(_print)).Aggregate(RecordParts.None, (all, part) => all | Enum.Parse<RecordParts>(part, ignoreCase: true));

    private static IEnumerable<string> Parts(string[]? texts) =>
        (texts ?? []).SelectMany(text => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
