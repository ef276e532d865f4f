using System.Text;
using System.Text.Json;
using SmartKart.Kafka;
using SmartKart.Schemas;

namespace SmartKart.EndToEnd.CommandLine;

public sealed class ReplayTests : IDisposable
{
    private const int IdCharacters = 36; // every contract's first field is the event's id, a text of so many
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    private readonly DataFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Killed_again_and_again_it_goes_on_where_it_was_and_no_event_is_lost_or_doubled()
    {
        await using var up = _data.Up();
        using var endpoints = await up.DocumentAsync();
        string[] day = ["replay", "--format", "simulated", "--users", "1000"];
        var events = (await _data.DocumentAsync([.. day, "--dry-run"])).GetProperty("eventsSent").GetInt64();

        for (var kill = 0; kill < 2; kill++)
        {
            // Its first line on how far it is comes after 5 s, and at this rate it is far from its end then.
            await using var replay = RunningSmartKart.Start([.. day, "--rate", "1000/s", "--data-directory", _data.Path]);
            await replay.ErrorLineAsync("publishing: ");
            (await replay.StopAsync("KILL")).ShouldBe(137);
        }
        var rest = await _data.DocumentAsync(day);

        rest.GetProperty("end").GetString().ShouldBe("complete");
        rest.GetProperty("eventsSentBefore").GetInt64().ShouldBeInRange(1, events - 1, "the kills came in its midst");
        (rest.GetProperty("eventsSent").GetInt64() + rest.GetProperty("eventsSentBefore").GetInt64()).ShouldBe(events);
        var ids = await CommittedIdsAsync(endpoints.RootElement.GetProperty("bootstrapServers").GetString()!, rest.GetProperty("topics"));
        (ids.Count, ids.Distinct().Count()).ShouldBe(((int)events, (int)events));
    }

    [Fact]
    public async Task Ctrl_C_commits_what_was_sent_and_says_how_to_go_on()
    {
        await using var up = _data.Up();
        using var endpoints = await up.DocumentAsync();
        string[] day = ["replay", "--format", "simulated", "--users", "1000"];

        await using var replay = RunningSmartKart.Start([.. day, "--rate", "1000/s", "--json", "--data-directory", _data.Path]);
        await replay.ErrorLineAsync("publishing: ");
        (await replay.StopAsync("INT")).ShouldBe(130);
        using var stopped = await replay.DocumentAsync();
        var rest = await _data.DocumentAsync(day);

        stopped.RootElement.GetProperty("end").GetString().ShouldBe("stopped");
        stopped.RootElement.GetProperty("eventsSent").GetInt64().ShouldBeGreaterThan(0);
        rest.GetProperty("eventsSentBefore").GetInt64().ShouldBe(stopped.RootElement.GetProperty("eventsSent").GetInt64());
    }

    [Fact]
    public async Task A_table_is_replayed_by_its_mapping_and_what_is_no_event_is_in_the_report()
    {
        DuckDbRequired();
        var table = _data.NewFile("visits.csv", "who,what,when\nada,tea,2024-01-01 10:00\n,tea,2024-01-01 11:00\nbob,tea,2024-01-01 12:00\n");
        var mapping = _data.NewFile("visits.yaml", "topic: clickstream\nfields: {occurred_at: when, user_id: who, product_id: what, action: {constant: view}}\n");
        var report = _data.NewFile("rejected.jsonl", "");
        string[] replay = ["replay", table, "--mapping", mapping, "--report", report];

        var first = await _data.DocumentAsync(replay);
        var second = await _data.DocumentAsync(replay);

        (first.GetProperty("rows").GetInt64(), first.GetProperty("rowsRejected").GetInt64(), first.GetProperty("eventsSent").GetInt64()).ShouldBe((3L, 1L, 2L));
        (second.GetProperty("end").GetString(), second.GetProperty("eventsSent").GetInt64()).ShouldBe(("complete_before", 0L));
        var consumed = await _data.RunAsync("topics", "consume", "clickstream", "--from-beginning", "--max-messages", "2");
        consumed.Output.ShouldContain("\"ada\"");
        File.ReadAllText(report).ShouldContain("user_id_missing");
    }

    [Fact]
    public async Task A_file_that_is_no_known_history_is_refused_with_the_columns_seen_and_those_wanted()
    {
        DuckDbRequired();
        var run = await _data.RunAsync("replay", _data.NewFile("other.csv", "colour,size\nred,3\n"));

        run.Status.ShouldBe(1);
        run.Errors.ShouldContain("its columns are colour, size, and no history is known by them. online-retail has InvoiceNo");
        run.Errors.Trim().Split('\n').Length.ShouldBe(1);
    }

    [Theory]
    [InlineData("Name the history's file, or give --format simulated.", "replay")]
    [InlineData("give --speed or --rate", "replay", "a.csv", "--speed", "2", "--rate", "5/s")]
    [InlineData("--rate is events a second, such as 5000/s, and 'fast' is none.", "replay", "a.csv", "--rate", "fast")]
    [InlineData("give --mapping, which says what becomes of a row", "replay", "a.csv", "--format", "csv")]
    public async Task Wrong_usage_is_told_with_the_remedy(string remedy, params string[] arguments)
    {
        var run = await ProcessRun.SmartKartAsync(arguments);

        run.Status.ShouldBe(2);
        run.Errors.ShouldContain(remedy);
    }

    private static async Task<List<string>> CommittedIdsAsync(string servers, JsonElement topics)
    {
        var kafka = KafkaConfiguration.From(new KafkaOptions { BootstrapServers = servers });
        using var admin = KafkaAdmin.Open(kafka);
        var described = await admin.Topics.DescribeAsync(topics.EnumerateArray().Select(topic => topic.GetProperty("topic").GetString()!), TestContext.Current.CancellationToken);
        var unread = described.SelectMany(topic => topic.Value.Partitions.Select(each => new TopicPartition(topic.Name, each.Partition))).ToHashSet();
        using var consumer = BatchConsumer.Open(kafka
            .With("group.id", "ids").With("isolation.level", "read_committed").With("enable.partition.eof", "true").With("auto.offset.reset", "error"));
        consumer.Partitions.Assign([.. unread.Select(partition => partition.At(Offset.Beginning))]);
        var (ids, began) = (new List<string>(), TimeProvider.System.GetTimestamp());
        while (unread.Count > 0)
        {
            TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(Deadline, "the partitions are not read to their ends");
            using var batch = consumer.Consume(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
            for (var at = 0; at < batch.Count; at++) ids.Add(Encoding.ASCII.GetString(batch[at].Value.Slice(ConfluentFrame.HeaderBytes + 1, IdCharacters)));
            foreach (var end in batch.Ends) unread.Remove(new TopicPartition(end.Topic, end.Partition));
        }
        return ids;
    }

    private static void DuckDbRequired()
    {
        var library = Repository.PathOf("deploy", "local", "native", "node_modules", "@duckdb", "node-bindings-linux-x64", "libduckdb.so");
        if (!File.Exists(library)) Assert.Skip($"{library} is not installed: run ./smartkart, which installs it.");
    }
}
