using System.Net;
using System.Net.Sockets;

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

        var second = await _data.RunAsync("up", "--port", "0", "--registry-port", "0");

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

        (await _data.DocumentAsync("topics", "list")).GetProperty("topics").GetArrayLength().ShouldBe(1);

        File.Exists(_data.Endpoints).ShouldBeFalse();
    }

    [Theory]
    [InlineData("--port", "--registry-port")]
    [InlineData("--registry-port", "--port")]
    public async Task A_port_that_is_taken_is_one_line_that_names_the_port_and_the_flag(string flag, string other)
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var run = await _data.RunAsync("up", flag, $"{port}", other, "0");

        run.Status.ShouldBe(1);
        run.Errors.Trim().ShouldStartWith($"smartkart: Port {port}, where the");
        run.Errors.ShouldContain($"give {flag} another port");
        run.Errors.Trim().Split('\n').Length.ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"Broker": {"Fsinc": true}}""", "'Fsinc'")]
    [InlineData("""{"Broker": {"Fsync": "perhaps"}}""", "'Broker:Fsync'")]
    [InlineData("""{"Broker": {"DefaultPartitions": 0}}""", "Broker:DefaultPartitions is 0")]
    public async Task A_wrong_key_or_value_of_the_brokers_section_is_named(string configuration, string named)
    {
        var file = _data.NewFile("smartkart.json", configuration);
        var program = Repository.PathOf("deploy", "local", "SmartKart.Local", "bin", "Release", "net10.0", "SmartKart.Local.dll");

        var run = await ProcessRun.RunAsync(new("dotnet", [program, "up", "--port", "0", "--registry-port", "0"]) { WorkingDirectory = Path.GetDirectoryName(file) });

        run.Status.ShouldBe(1);
        run.Errors.ShouldContain(named);
    }
}
