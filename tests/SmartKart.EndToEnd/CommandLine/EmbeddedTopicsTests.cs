namespace SmartKart.EndToEnd.CommandLine;

/// <summary>Topics of the embedded broker. No command here shares its broker: each starts one over what the one before left.</summary>
public sealed class EmbeddedTopicsTests : IDisposable
{
    private readonly DataFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task A_topic_is_created_described_and_deleted_by_commands_that_each_start_the_broker()
    {
        var created = await _data.DocumentAsync("topics", "create", "audit", "--partitions", "3", "--config", "retention.ms=60000");
        created.GetProperty("topics")[0].GetProperty("result").GetString().ShouldBe("created");

        var described = await _data.RunAsync("topics", "describe", "audit", "--json");
        described.Status.ShouldBe(0, described.Errors);
        described.Output.ShouldContain("60000");

        (await _data.RunAsync("topics", "delete", "audit")).Status.ShouldBe(0);
        (await _data.DocumentAsync("topics", "list")).GetProperty("topics").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Lines_that_were_produced_are_consumed_by_a_later_command()
    {
        (await _data.RunAsync("topics", "create", "audit")).Status.ShouldBe(0);
        var lines = _data.NewFile("lines.txt", "ada:hello\nbob:world\n");

        (await _data.DocumentAsync("topics", "produce", "audit", "--key-separator", ":", "--file", lines)).GetProperty("records").GetInt64().ShouldBe(2);
        var consumed = await _data.RunAsync("topics", "consume", "audit");

        consumed.Status.ShouldBe(0, consumed.Errors);
        consumed.Output.ShouldBe("hello\nworld\n");
    }

    [Fact]
    public async Task Producing_to_a_topic_that_does_not_exist_makes_none()
    {
        var lines = _data.NewFile("lines.txt", "hello\n");

        (await _data.RunAsync("topics", "produce", "no-such-topic", "--file", lines)).Status.ShouldBe(1);

        (await _data.DocumentAsync("topics", "list")).GetProperty("topics").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Two_commands_at_once_over_one_data_directory_both_do_their_work()
    {
        var runs = await Task.WhenAll(_data.RunAsync("topics", "create", "one"), _data.RunAsync("topics", "create", "two"));

        runs.ShouldAllBe(run => run.Status == 0);
        (await _data.DocumentAsync("topics", "list")).GetProperty("topics").GetArrayLength().ShouldBe(2);
    }
}
