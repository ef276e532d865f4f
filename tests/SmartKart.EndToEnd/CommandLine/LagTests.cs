namespace SmartKart.EndToEnd.CommandLine;

public sealed class LagTests : IDisposable
{
    private readonly DataFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task It_tells_of_the_archive_too_and_while_it_watches_tells_again_until_it_is_stopped()
    {
        await using var up = _data.Up();
        using var ready = await up.DocumentAsync();
        (await _data.RunAsync("topics", "produce", "cart_updated", "--file", _data.NewFile("lines.txt", "one\ntwo\n"), "--value-format", "text")).Status.ShouldBe(0);

        await using var watch = RunningSmartKart.Start("lag", "--watch", "--json", "--data-directory", _data.Path);
        for (var look = 0; look < 2; look++)
        {
            using var lag = await watch.DocumentAsync();
            var archive = lag.RootElement.GetProperty("archive");
            (archive.GetProperty("application").GetString(), archive.GetProperty("hasRun").GetBoolean()).ShouldBe(("smartkart-archive", false));
            archive.GetProperty("records").GetInt64().ShouldBe(2);
            archive.GetProperty("partitions").EnumerateArray().ShouldContain(
                partition => partition.GetProperty("topic").GetString() == "cart_updated" && partition.GetProperty("records").GetInt64() > 0);
        }
        (await watch.StopAsync("INT")).ShouldBe(0);

        (await _data.RunAsync("lag")).Output.Split('\n').ShouldContain(line => line.Contains("archive (has not run yet)") && line.Contains(" 2 "));
    }

    [Fact]
    public async Task Where_no_topic_exists_yet_nothing_is_behind()
    {
        var lag = await _data.DocumentAsync("lag");

        lag.GetProperty("topologies").EnumerateArray().ShouldAllBe(topology => topology.GetProperty("records").GetInt64() == 0);
    }
}
