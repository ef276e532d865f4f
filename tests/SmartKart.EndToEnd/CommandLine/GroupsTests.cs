using System.Text.Json;

namespace SmartKart.EndToEnd.CommandLine;

public sealed class GroupsTests : IDisposable
{
    private readonly ShopFolder _shop = new();

    public void Dispose() => _shop.Dispose();

    [Fact]
    public async Task A_group_is_listed_described_and_moved()
    {
        await _shop.DoAsync("topics", "create", "audit", "--partitions", "1");
        await _shop.DoAsync("topics", "produce", "audit", "--file", _shop.Write("lines.txt", "one\ntwo\nthree\nfour\n"));
        (await _shop.DoAsync("topics", "consume", "audit", "--from-beginning", "--group", "readers", "--max-messages", "3")).ShouldBe("one\ntwo\nthree\n");

        (await _shop.DoAsync("groups", "list")).ShouldContain("readers");
        (await Positions()).ShouldBe((3, 4, 1));

        // A dry run changes nothing.
        (await _shop.DoAsync("groups", "reset-offsets", "readers", "--all-topics", "--to-earliest")).ShouldContain("nothing was changed; --execute does it");
        (await Positions()).ShouldBe((3, 4, 1));

        var moved = Json(await _shop.DoAsync("groups", "reset-offsets", "readers", "--topic", "audit:0", "--shift-by", "-2", "--execute", "--json"));
        moved.GetProperty("offsets")[0].GetProperty("from").GetInt64().ShouldBe(3);
        moved.GetProperty("offsets")[0].GetProperty("to").GetInt64().ShouldBe(1);
        (await _shop.DoAsync("topics", "consume", "audit", "--group", "readers")).ShouldBe("two\nthree\nfour\n");
        (await Positions()).ShouldBe((4, 4, 0));

        await _shop.DoAsync("groups", "reset-offsets", "readers", "--all-topics", "--to-datetime", "2000-01-01T00:00Z", "--execute");
        (await Positions()).ShouldBe((0, 4, 4));
    }

    [Fact]
    public async Task A_group_that_is_not_there_is_named_with_the_remedy()
    {
        (await _shop.RunAsync("groups", "describe", "nobody")).Errors.ShouldContain("There is no group 'nobody'");
        (await _shop.RunAsync("groups", "reset-offsets", "nobody", "--all-topics", "--to-earliest")).Errors.ShouldContain("Name the topics with --topic.");
    }

    private async Task<(long Committed, long End, long Lag)> Positions()
    {
        var partition = Json(await _shop.DoAsync("groups", "describe", "readers", "--json")).GetProperty("partitions")[0];
        return (partition.GetProperty("committed").GetInt64(), partition.GetProperty("end").GetInt64(), partition.GetProperty("lag").GetInt64());
    }

    private static JsonElement Json(string text) => JsonElement.Parse(text);
}
