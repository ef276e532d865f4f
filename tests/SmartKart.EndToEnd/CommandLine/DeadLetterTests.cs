using System.Text.Json;

namespace SmartKart.EndToEnd.CommandLine;

public sealed class DeadLetterTests : IDisposable
{
    private const string Right = """{"event_id":"0192d1a4-5b6c-7d8e-9f00-112233445566","occurred_at":1760000000000000,"product_id":"tea","warehouse_id":"leeds","reason":"sold","quantity_delta":-3,"quantity_before":3,"quantity_after":0,"reorder_point":5}""";

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    private readonly DataFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Wrong_events_are_dead_letters_with_their_cause_and_count_once_they_are_mended_and_retried()
    {
        await using var up = _data.Up("--topology", "inventory");
        using var ready = await up.DocumentAsync();
        var wrong = Right.Replace("\"reorder_point\":5", "\"reorder_point\":-5", StringComparison.Ordinal);
        await ProduceAsync(wrong, "--value-format", "avro", "--key-field", "product_id");
        await ProduceAsync("no event at all", "--value-format", "text");

        var letters = await LettersAsync(count: 2);

        letters.Count(letter => letter.GetProperty("stage").GetString() == "deserialization").ShouldBe(1);
        var ofWrong = letters.Single(letter => letter.GetProperty("exception_message").GetString()!.Contains("reorder_point", StringComparison.Ordinal));
        ofWrong.GetProperty("exception_message").GetString()!.ShouldContain("-5");
        var mended = _data.NewFile("mended.jsonl", $$"""{"event_id":{{ofWrong.GetProperty("event_id").GetRawText()}},"value":{{Right}}}""");

        (await RetryAsync(mended, "--dry-run")).ShouldBe((1, 0));
        (await RetryAsync(mended)).ShouldBe((1, 0));
        (await RetryAsync(mended)).ShouldBe((0, 1));

        // As large as a record may be: the letter is larger.
        var large = Right.Replace("\"reason\"", $"\"order_id\":\"{new string('9', 998_900)}\",\"reason\"", StringComparison.Ordinal);
        await ProduceAsync(large, "--value-format", "avro");
        (await LettersAsync(count: 3)).ShouldContain(letter => letter.GetProperty("exception_message").GetString()!.Contains("order_id", StringComparison.Ordinal));

        var crossed = (await ConsumedAsync("stock_level_crossed", count: 1)).ShouldHaveSingleItem();
        crossed.GetProperty("product_id").GetString().ShouldBe("tea");
        (await LettersAsync(count: 3)).Count.ShouldBe(3, "what was mended is no dead letter again");
    }

    [Fact]
    public async Task Mended_events_that_say_nothing_of_a_letter_are_named_by_their_line()
    {
        await using var up = _data.Up();
        using var ready = await up.DocumentAsync();

        var run = await _data.RunAsync("topics", "retry-dead-letters", "--mended", _data.NewFile("mended.jsonl", "\n{\"value\":{}}\n"));

        run.Status.ShouldBe(1);
        run.Errors.ShouldContain("line 2");
    }

    private async Task ProduceAsync(string line, params string[] how)
    {
        var produced = await _data.RunAsync(["topics", "produce", "inventory_updated", "--file", _data.NewFile("lines.jsonl", line + "\n"), .. how]);
        produced.Status.ShouldBe(0, produced.Errors);
    }

    private async Task<(long Sent, long Before)> RetryAsync(string mended, params string[] more)
    {
        var retried = await _data.DocumentAsync(["topics", "retry-dead-letters", "--mended", mended, .. more]);
        return (retried.GetProperty("sent").GetInt64(), retried.GetProperty("sentBefore").GetInt64());
    }

    private Task<List<JsonElement>> LettersAsync(int count) => ConsumedAsync("dead_letters", count);

    private async Task<List<JsonElement>> ConsumedAsync(string topic, int count)
    {
        using var late = new CancellationTokenSource(Deadline);
        while (true)
        {
            var consumed = await _data.RunAsync("topics", "consume", topic);
            var records = consumed.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
            if (records.Count >= count) return records;
            late.IsCancellationRequested.ShouldBeFalse($"{records.Count} records are in {topic}, and {count} should be: {consumed.Errors}");
        }
    }
}
