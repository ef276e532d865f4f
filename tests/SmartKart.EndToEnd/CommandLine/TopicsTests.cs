using System.Diagnostics;
using System.Text.Json;

namespace SmartKart.EndToEnd.CommandLine;

public sealed class TopicsTests : IDisposable
{
    private readonly ShopFolder _shop = new();

    public void Dispose() => _shop.Dispose();

    [Fact]
    public async Task The_contracts_are_shown_without_a_cluster()
    {
        var topics = Json(await _shop.DoAsync("topics", "list", "--contracts", "--json")).GetProperty("topics").EnumerateArray().ToArray();
        topics.Select(topic => topic.GetProperty("name").GetString()).ShouldContain("order_placed");

        (await _shop.DoAsync("topics", "describe", "order_placed", "--contracts")).ShouldContain("order_id");
        (await _shop.RunAsync("topics", "describe", "order_plced", "--contracts")).Errors.ShouldContain("did you mean 'order_placed'?");
    }

    [Fact]
    public async Task SmartKart_s_topics_are_created_as_the_catalogue_has_them()
    {
        await _shop.DoAsync("topics", "create", "--contracts");
        (await _shop.DoAsync("topics", "create", "--contracts", "--if-not-exists")).ShouldContain("product_upserted: exists already");
        var again = await _shop.RunAsync("topics", "create", "clickstream", "--json");
        again.Status.ShouldBe(1);
        Json(again.Output).GetProperty("topics")[0].GetProperty("error").GetString()!.ShouldContain("TOPIC_ALREADY_EXISTS");

        var listed = Json(await _shop.DoAsync("topics", "list", "--json")).GetProperty("topics").EnumerateArray().ToArray();
        listed.Length.ShouldBe(17);
        var described = Json(await _shop.DoAsync("topics", "describe", "product_upserted", "--json"));
        described.GetProperty("partitions").GetArrayLength().ShouldBe(12);
        described.GetProperty("settings").EnumerateArray().ShouldContain(setting =>
            setting.GetProperty("name").GetString() == "cleanup.policy" && setting.GetProperty("value").GetString() == "compact");
        described.GetProperty("contract").GetProperty("fields").GetArrayLength().ShouldBeGreaterThan(3);
    }

    [Fact]
    public async Task Lines_become_records_with_keys_headers_and_tombstones_and_are_read_back()
    {
        await _shop.DoAsync("topics", "create", "audit", "--partitions", "1");
        var lines = _shop.Write("lines.txt", "ada\thello\nbob\tthere\n\nada\tnull\n");

        (await _shop.DoAsync("topics", "produce", "audit", "--file", lines, "--key-separator", "\t", "--null-marker", "null", "--header", "from=test"))
            .ShouldBe("3 records written to audit\n");

        (await _shop.DoAsync("topics", "consume", "audit", "--print", "offset,key,headers", "--separator", "|"))
            .ShouldBe("0|from=test|ada|hello\n1|from=test|bob|there\n2|from=test|ada|null\n");
        var last = Json(await _shop.DoAsync("topics", "consume", "audit", "--offset", "-1", "--json"));
        last.GetProperty("offset").GetInt64().ShouldBe(2);
        last.GetProperty("value").ValueKind.ShouldBe(JsonValueKind.Null);
        last.GetProperty("timestamp").GetDateTimeOffset().ShouldBeGreaterThan(DateTimeOffset.UnixEpoch);
        (await _shop.DoAsync("topics", "consume", "audit", "--offset", "1", "--max-messages", "1")).ShouldBe("there\n");
    }

    [Fact]
    public async Task What_is_read_into_a_file_stands_behind_what_was_there()
    {
        await _shop.DoAsync("topics", "create", "audit", "--partitions", "1");
        await _shop.DoAsync("topics", "produce", "audit", "--file", _shop.Write("lines.txt", "one\ntwo\n"));
        var start = _shop.Command("topics", "consume", "audit");
        var file = Path.Combine(start.WorkingDirectory, "out.txt");
        var command = string.Join(' ', start.ArgumentList.Select(argument => $"'{argument}'"));
        var shell = new ProcessStartInfo("sh", ["-c", $"{{ echo before; dotnet {command}; echo after; }} >'{file}'"]) { WorkingDirectory = start.WorkingDirectory };

        (await ProcessRun.RunAsync(shell)).Status.ShouldBe(0);

        (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).ShouldBe("before\none\ntwo\nafter\n");
    }

    [Fact]
    public async Task JSON_lines_become_Avro_by_a_schema_that_is_registered_and_are_shown_as_JSON_again()
    {
        var schema = _shop.Write("price.avsc", """
            {"type":"record","name":"shop.Price","fields":[
              {"name":"product_id","type":"string"},{"name":"price","type":{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}}]}
            """);
        await _shop.DoAsync("topics", "create", "prices", "--partitions", "1");
        await _shop.DoAsync("topics", "produce", "prices", "--value-schema", schema, "--key-field", "product_id", "--file", _shop.Write("a.jsonl", "{\"product_id\":\"tea\",\"price\":2.5}\n"));

        // By the subject's latest, which is that one now; a bad line is named, and those before it are there.
        var bad = await _shop.RunAsync("topics", "produce", "prices", "--value-format", "avro", "--file", _shop.Write("b.jsonl", "{\"product_id\":\"cup\",\"price\":\"7.00\"}\n{\"product_id\":\"pot\"}\n"));
        bad.Status.ShouldBe(1);
        bad.Errors.ShouldContain("smartkart: b.jsonl:2: field 'price': is missing and has no default.");
        bad.Errors.ShouldContain("1 record(s) before it were sent.");

        (await _shop.DoAsync("topics", "consume", "prices", "--print", "key"))
            .ShouldBe("tea\t{\"product_id\":\"tea\",\"price\":\"2.50\"}\nnull\t{\"product_id\":\"cup\",\"price\":\"7.00\"}\n");
        (await _shop.DoAsync("topics", "consume", "prices", "--value-format", "hex", "--max-messages", "1")).ShouldStartWith("0000000001");
    }

    [Fact]
    public async Task A_topic_that_is_not_there_is_named_with_the_remedy()
    {
        (await _shop.RunAsync("topics", "describe", "clickstream")).Errors.ShouldContain("'smartkart topics describe clickstream --contracts' shows its contract alone.");
        (await _shop.RunAsync("topics", "consume", "nothing")).Errors.ShouldContain("while describing topic 'nothing'");
        (await _shop.RunAsync("topics", "delete", "nothing")).Status.ShouldBe(1);
        (await _shop.DoAsync("topics", "delete", "nothing", "--if-exists")).ShouldBe("nothing: did not exist\n");
    }

    [Fact]
    public async Task A_cluster_that_cannot_be_reached_is_named()
    {
        var run = await _shop.RunAsync("topics", "list", "--bootstrap-servers", "127.0.0.1:1");

        run.Status.ShouldBe(1);
        run.Errors.ShouldContain("while listing topics at 127.0.0.1:1. Check that the broker runs");
        run.Errors.ShouldNotContain("Exception");
    }

    [Fact]
    public async Task Following_a_topic_ends_with_Ctrl_C()
    {
        await _shop.DoAsync("topics", "create", "audit", "--partitions", "1");
        await _shop.DoAsync("topics", "produce", "audit", "--file", _shop.Write("lines.txt", "one\n"));
        var start = _shop.Command("topics", "consume", "audit", "--follow", "--from-beginning", "--group", "audit");
        // Whoever runs the tests in the background of a script passes an ignored SIGINT on to all of them.
        var follow = new ProcessStartInfo("env", ["--default-signal=INT", "dotnet", .. start.ArgumentList])
        {
            WorkingDirectory = start.WorkingDirectory, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var process = Process.Start(follow)!;
        var cancel = TestContext.Current.CancellationToken;
        (await process.StandardOutput.ReadLineAsync(cancel).AsTask().WaitAsync(TimeSpan.FromSeconds(30), cancel)).ShouldBe("one");

        using (var interrupt = Process.Start("kill", ["-INT", $"{process.Id}"])) await interrupt.WaitForExitAsync(cancel);
        await process.WaitForExitAsync(cancel).WaitAsync(TimeSpan.FromSeconds(30), cancel);

        process.ExitCode.ShouldBe(130);
        (await process.StandardError.ReadToEndAsync(cancel)).ShouldContain("1 records");
        var group = Json(await _shop.DoAsync("groups", "describe", "audit", "--json"));
        group.GetProperty("members").GetArrayLength().ShouldBe(0);
        group.GetProperty("lag").GetInt64().ShouldBe(0);
    }

    private static JsonElement Json(string text) => JsonElement.Parse(text);
}
