using System.CommandLine;
using System.Globalization;
using SmartKart.Kafka;
using SmartKart.Local.Clusters;
using SmartKart.Local.Features;
using SmartKart.Local.Terminal;
using SmartKart.Schemas;
using SmartKart.Topologies.DeadLetters;

namespace SmartKart.Local.Commands;

/// <summary>Sends records that are dead letters to their topics again, mended or as they were.</summary>
internal sealed class TopicsRetryDeadLettersCommand : Command, IHasExamples
{
    private readonly Option<string?> _topic = new("--topic") { Description = "Only records of this topic.", HelpName = "topic" };
    private readonly Option<long?> _since = Instant.Option("--since", "Only letters written at this instant or later.");
    private readonly Option<Guid[]> _eventIds = new("--event-id")
    {
        Description = "Only this letter, by its event_id; may be given again.",
        HelpName = "uuid",
        AllowMultipleArgumentsPerToken = true,
    };
    private readonly Option<FileInfo?> _mended = new("--mended")
    {
        Description = "JSON lines, {\"event_id\": …, \"value\": {…}}: the letter, and its event as it should have been. Only letters named there are retried.",
        HelpName = "file",
    };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Count what would be sent, and send nothing." };
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON document in place of the lines." };

    public TopicsRetryDeadLettersCommand() : base(
        "retry-dead-letters", "Send records that are in dead_letters to their topics again, each once. What still can't be used becomes a new dead letter.")
    {
        foreach (var option in new Option[] { _topic, _since, _eventIds, _mended, _dryRun, _json }) Add(option);
        SetAction((parsed, cancel) => ClusterSession.UseAsync(parsed, cluster => RunAsync(cluster, parsed, cancel), cancel));
    }

    public IReadOnlyList<Example> Examples { get; } =
    [
        new("smartkart topics retry-dead-letters --dry-run", "how many would be sent, by topic"),
        new("smartkart topics retry-dead-letters --topic clickstream --since 2026-11-21T10:00Z", "as they were, once their reader was mended"),
        new("smartkart topics retry-dead-letters --mended orders.jsonl", "with what their events should have been"),
    ];

    private async Task<int> RunAsync(ClusterSession cluster, ParseResult parsed, CancellationToken cancel)
    {
        var isDryRun = parsed.GetValue(_dryRun);
        var choice = new DeadLetterChoice
        {
            SourceTopic = parsed.GetValue(_topic),
            Since = parsed.GetValue(_since) is { } micros ? DateTimeOffset.UnixEpoch.AddMicroseconds(micros) : null,
            EventIds = (parsed.GetValue(_eventIds) ?? []).ToHashSet(),
        };
        try
        {
            var mended = parsed.GetValue(_mended) is { } file ? MendedEvents.Read(await File.ReadAllLinesAsync(file.FullName, cancel)) : null;
            var retry = new DeadLetterRetry(cluster.Kafka, cluster.Admin, cluster.Registry, TimeProvider.System);
            var retried = await retry.RunAsync(choice, mended, isDryRun, cancel);
            if (parsed.GetValue(_json)) JsonOutput.Print(new { DryRun = isDryRun, retried.Sent, retried.SentBefore, retried.Topics });
            else Print(retried, isDryRun);
            return ExitCode.Done;
        }
        catch (Exception fault) when (fault is DeadLetterRetryException or KafkaException or SchemaException or IOException)
        {
            throw new CommandException(fault.Message, fault);
        }
    }

    private static void Print(RetriedLetters retried, bool isDryRun)
    {
        foreach (var (topic, records) in retried.Topics) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{topic}: {records:N0} records"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{retried.Sent:N0} records {(isDryRun ? "would be sent" : "sent")}; {retried.SentBefore:N0} letters are of records that were sent before"));
    }
}
