using System.Text.Json;

namespace SmartKart.EndToEnd.CommandLine;

/// <summary>Groups of the broker that <c>smartkart up</c> runs, which outlives the commands that work on them.</summary>
public sealed class RunningBrokerGroupsTests : IDisposable
{
    private readonly DataFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task A_group_is_listed_described_and_moved_and_reads_from_where_it_was_moved_to()
    {
        await using var up = _data.Up();
        using var ready = await up.DocumentAsync();
        (await _data.RunAsync("topics", "create", "audit")).Status.ShouldBe(0);
        (await _data.RunAsync("topics", "produce", "audit", "--file", _data.NewFile("lines.txt", "one\ntwo\nthree\n"))).Status.ShouldBe(0);

        (await ConsumeAsync()).ShouldBe("one\ntwo\nthree\n");
        (await _data.DocumentAsync("groups", "list")).GetProperty("groups").EnumerateArray().Select(group => group.GetProperty("group").GetString()).ShouldBe(["auditors"]);
        Position(await _data.DocumentAsync("groups", "describe", "auditors")).ShouldBe((3, 0));

        (await _data.DocumentAsync("groups", "reset-offsets", "auditors", "--topic", "audit", "--shift-by", "-1")).GetProperty("executed").GetBoolean().ShouldBeFalse();
        Position(await _data.DocumentAsync("groups", "describe", "auditors")).ShouldBe((3, 0));
        (await _data.DocumentAsync("groups", "reset-offsets", "auditors", "--topic", "audit", "--shift-by", "-1", "--execute")).GetProperty("executed").GetBoolean().ShouldBeTrue();
        Position(await _data.DocumentAsync("groups", "describe", "auditors")).ShouldBe((2, 1));

        (await ConsumeAsync()).ShouldBe("three\n");
    }

    private static (long Committed, long Lag) Position(JsonElement group)
    {
        var partition = group.GetProperty("partitions")[0];
        return (partition.GetProperty("committed").GetInt64(), partition.GetProperty("lag").GetInt64());
    }

    private async Task<string> ConsumeAsync()
    {
        var run = await _data.RunAsync("topics", "consume", "audit", "--group", "auditors", "--from-beginning");
        run.Status.ShouldBe(0, run.Errors);
        return run.Output;
    }
}
