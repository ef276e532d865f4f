using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace SmartKart.EndToEnd.CommandLine;

public sealed class UpTests : IDisposable
{
    private readonly DataFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task It_says_in_one_document_where_it_listens_and_stops_in_good_order_when_told(string signal)
    {
        await using var up = _data.Up();
        using var document = await up.DocumentAsync();
        document.RootElement.GetProperty("dataDirectory").GetString().ShouldBe(_data.Path);
        var registry = new Uri(document.RootElement.GetProperty("schemaRegistry").GetString()!);
        using (var http = new HttpClient())
            (await http.GetStringAsync(new Uri(registry, "subjects"), TestContext.Current.CancellationToken)).ShouldBe("[]");
        File.Exists(_data.Endpoints).ShouldBeTrue();

        (await up.StopAsync(signal)).ShouldBe(0);

        File.Exists(_data.Endpoints).ShouldBeFalse();
    }

    [Fact]
    public async Task Other_commands_over_its_data_directory_use_its_broker()
    {
        await using var up = _data.Up();
        using var document = await up.DocumentAsync();

        (await _data.RunAsync("topics", "create", "audit")).Status.ShouldBe(0);
        var there = await ProcessRun.SmartKartAsync("topics", "list", "--json", "--bootstrap-servers", document.RootElement.GetProperty("bootstrapServers").GetString()!);

        there.Output.ShouldContain("\"audit\"");
    }

    [Fact]
    public async Task A_second_one_over_the_same_data_is_told_where_the_first_one_is()
    {
        await using var up = _data.Up();
        using var document = await up.DocumentAsync();

        var second = await _data.RunAsync("up", "--port", "0", "--registry-port", "0", "--metrics-port", "0");

        second.Status.ShouldBe(1);
        second.Errors.ShouldContain("is in use by process");
        second.Errors.ShouldContain($"It listens at {document.RootElement.GetProperty("bootstrapServers").GetString()}");
    }

    [Fact]
    public async Task After_it_was_killed_its_address_is_no_longer_believed_and_its_topics_are_there()
    {
        await using (var up = _data.Up())
        {
            using var document = await up.DocumentAsync();
            (await _data.RunAsync("topics", "create", "audit")).Status.ShouldBe(0);
            (await up.StopAsync("KILL")).ShouldBe(137);
        }
        File.Exists(_data.Endpoints).ShouldBeTrue();

        (await _data.RunAsync("topics", "list")).Output.ShouldContain("audit");

        File.Exists(_data.Endpoints).ShouldBeFalse();
    }

    [Fact]
    public async Task A_kill_leaves_no_redis_behind_and_the_next_one_over_the_data_starts_and_knows_of_no_holder()
    {
        int redis;
        await using (var up = _data.Up())
        {
            using var document = await up.DocumentAsync();
            using var file = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(_data.Path, "up.json"), TestContext.Current.CancellationToken));
            redis = file.RootElement.GetProperty("redisProcessId").GetInt32();
            CommandOf(redis).ShouldContain("redis-server");
            await up.StopAsync("KILL");
        }

        await using var next = _data.Up();
        using var again = await next.DocumentAsync();

        CommandOf(redis).ShouldNotContain("redis-server");
        again.RootElement.GetProperty("started").GetProperty("redis").GetBoolean().ShouldBeTrue();
        (await next.StopAsync("TERM")).ShouldBe(0);
        File.Exists(Path.Combine(_data.Path, "up.json")).ShouldBeFalse();
    }

    [Fact]
    public async Task What_is_configured_to_be_elsewhere_is_used_and_not_started()
    {
        await using var there = _data.Up();
        using var document = await there.DocumentAsync();
        string At(string part) => document.RootElement.GetProperty(part).GetString()!;

        await using var here = RunningSmartKart.Start(
            "up", "--metrics-port", "0", "--topology", "none", "--json", "--data-directory", Path.Combine(_data.Path, "other"),
            "--bootstrap-servers", At("bootstrapServers"), "--schema-registry", At("schemaRegistry"), "--redis", At("redis"));
        using var mine = await here.DocumentAsync();

        mine.RootElement.GetProperty("bootstrapServers").GetString().ShouldBe(At("bootstrapServers"));
        mine.RootElement.GetProperty("started").GetProperty("broker").GetBoolean().ShouldBeFalse();
        mine.RootElement.GetProperty("started").GetProperty("redis").GetBoolean().ShouldBeFalse();
        Directory.Exists(Path.Combine(_data.Path, "other", "broker")).ShouldBeFalse();
        Directory.Exists(Path.Combine(_data.Path, "other", "redis")).ShouldBeFalse();
        (await here.StopAsync("INT")).ShouldBe(0);
    }

    [Fact]
    public async Task A_topology_that_cannot_go_on_ends_it_with_its_name_and_the_reason()
    {
        await using var up = _data.Up("--topology", "carts");
        using var document = await up.DocumentAsync();
        const string changelog = "smartkart-carts-carts-changelog";
        (await _data.RunAsync("topics", "delete", changelog)).Status.ShouldBe(0);
        await _data.RunAsync("replay", "--format", "simulated", "--users", "20");       // should it be slow, its broker goes on the way

        var line = await up.ErrorLineAsync("The topology 'carts' failed");

        line.ShouldContain(changelog);
        (await up.EndAsync()).ShouldBe(1);
    }

    // Empty where there is no such process, or it has ended and nobody has asked how.
    private static string CommandOf(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/cmdline");
        }
        catch (IOException)
        {
            return "";
        }
    }

    [Theory]
    [InlineData("--port", "--registry-port")]
    [InlineData("--registry-port", "--port")]
    public async Task A_port_that_is_taken_is_one_line_that_names_the_port_and_the_flag(string flag, string other)
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var run = await _data.RunAsync("up", flag, $"{port}", other, "0", "--metrics-port", "0");

        run.Status.ShouldBe(1);
        run.Errors.Trim().ShouldStartWith($"smartkart: Port {port}, where the");
        run.Errors.ShouldContain($"give {flag} another port");
        run.Errors.Trim().Split('\n').Length.ShouldBe(1);
    }

    [Fact]
    public async Task The_section_Streams_tells_how_its_topologies_run()
    {
        string[] variables = ["SMARTKART__Streams__ApplicationPrefix=shop", "SMARTKART__Streams__Threads=2"];
        await using var up = RunningSmartKart.Start(
            variables, ["up", "--port", "0", "--registry-port", "0", "--metrics-port", "0", "--json", "--topology", "carts", "--data-directory", _data.Path]);
        using var document = await up.DocumentAsync();

        var members = 0;
        for (var look = 0; look < 60 && members < 2; look++)
        {
            var groups = (await _data.DocumentAsync("groups", "list")).GetProperty("groups").EnumerateArray().ToList();
            groups.ShouldAllBe(group => group.GetProperty("group").GetString()!.StartsWith("shop-", StringComparison.Ordinal));
            if (groups.Count == 0) continue;
            members = (await _data.DocumentAsync("groups", "describe", "shop-carts")).GetProperty("members").GetArrayLength();
        }

        members.ShouldBe(2, "a thread is a member");
    }

    [Theory]
    [InlineData("""{"Broker": {"Fsinc": true}}""", "'Fsinc'")]
    [InlineData("""{"Broker": {"Fsync": "perhaps"}}""", "'Broker:Fsync'")]
    [InlineData("""{"Broker": {"DefaultPartitions": 0}}""", "Broker:DefaultPartitions is 0")]
    [InlineData("""{"Streams": {"Thread": 2}}""", "'Thread'")]
    [InlineData("""{"Streams": {"CommitInterval": "often"}}""", "'Streams:CommitInterval'")]
    [InlineData("""{"Streams": {"NumStandbyReplicas": 9}}""", "Streams:NumStandbyReplicas is 9")]
    public async Task A_wrong_key_or_value_of_a_section_is_named(string configuration, string named)
    {
        var file = _data.NewFile("smartkart.json", configuration);
        var program = Repository.PathOf("deploy", "local", "SmartKart.Local", "bin", "Release", "net10.0", "SmartKart.Local.dll");

        var run = await ProcessRun.RunAsync(new("dotnet", [program, "up", "--port", "0", "--registry-port", "0", "--metrics-port", "0"]) { WorkingDirectory = Path.GetDirectoryName(file) });

        run.Status.ShouldBe(1);
        run.Errors.ShouldContain(named);
    }
}
