using System.Diagnostics;
using System.Text.Json.Nodes;
using SmartKart.Schemas.Events;
using SmartKart.Schemas.Tests.Registry;

namespace SmartKart.Schemas.Tests.Wire;

/// <summary>avsc, a stranger's Avro, and we read each other's messages through one registry.</summary>
public sealed class AvscFrameTests : RegistryTests
{
    private static readonly string Script = Path.Combine(Repository.Root, "tests", "peers", "confluent_frame.cjs");

    [Fact]
    public async Task A_stranger_reads_our_message_by_the_schema_that_we_registered()
    {
        var serializer = await AvroSerializer<Clickstream>.RegisterAsync(Client, "clickstream-value", Stop);

        var json = JsonNode.Parse(await AskAsync(Convert.ToHexString(serializer.ToBytes(Clicks.Search)), "read"))!;

        json["event_id"]!.GetValue<string>().ShouldBe("00112233-4455-6677-8899-aabbccddeeff");
        json["occurred_at"]!.GetValue<long>().ShouldBe(30);
        json["action"]!.GetValue<string>().ShouldBe("search");
        json["query"]!.ToJsonString().ShouldContain("tea");
        json["session_id"].ShouldBeNull();
    }

    [Fact]
    public async Task We_read_a_strangers_message_by_the_schema_that_it_registered()
    {
        var request = new JsonObject
        {
            ["schema"] = JsonNode.Parse("""
                {"type":"record","name":"Clickstream","namespace":"smartkart.events","fields":[
                  {"name":"action","type":{"type":"enum","name":"ClickstreamAction","symbols":["view","click"]}},
                  {"name":"user_id","type":"string"},
                  {"name":"occurred_at","type":{"type":"long","logicalType":"timestamp-micros"}},
                  {"name":"event_id","type":{"type":"string","logicalType":"uuid"}},
                  {"name":"position","type":["null","int"]}]}
                """),
            ["value"] = JsonNode.Parse("""{"action":"click","user_id":"ada","occurred_at":30,"event_id":"00112233-4455-6677-8899-aabbccddeeff","position":4}"""),
        };

        var message = Convert.FromHexString(await AskAsync(request.ToJsonString(), "write", "clickstream-value"));

        (await new AvroDeserializer<Clickstream>(Client).DeserializeAsync(message, Stop)).ShouldBe(
            Clicks.Search with { Action = ClickstreamAction.Click, Query = null, ResultCount = null, Position = 4 });
    }

    private async Task<string> AskAsync(string input, string verb, params string[] more)
    {
        if (!Directory.Exists(Path.Combine(Repository.Root, "tests", "peers", "node_modules", "avsc")))
            Assert.Skip("tests/peers/node_modules/avsc is missing: run 'npm ci --ignore-scripts' in tests/peers.");
        using var node = Start([Script, verb, Registry.Url.ToString(), .. more]);
        await node.StandardInput.WriteAsync(input.AsMemory(), Stop);
        node.StandardInput.Close();
        var output = node.StandardOutput.ReadToEndAsync(Stop);
        var error = await node.StandardError.ReadToEndAsync(Stop);
        await node.WaitForExitAsync(Stop);
        node.ExitCode.ShouldBe(0, error);
        return await output;
    }

    private static Process Start(string[] arguments)
    {
        var start = new ProcessStartInfo("node", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            return Process.Start(start).ShouldNotBeNull();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("node is missing: install Node 20 or newer.");
            throw;      // not reached: a skip leaves by an exception of its own
        }
    }
}
