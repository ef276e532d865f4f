using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json.Nodes;

namespace SmartKart.Broker.Tests.SchemaRegistry;

/// <summary>kafkajs' client of the registry, which nobody here wrote, and ours agree.</summary>
public sealed class KafkaJsRegistryTests
{
    private static readonly string Peers = Path.Combine(Repository.Root, "tests", "peers");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_strangers_client_registers_encodes_and_decodes_and_is_told_what_is_incompatible()
    {
        await using var registry = await TestRegistry.StartAsync();
        var request = new JsonObject
        {
            ["schema"] = JsonNode.Parse(TestSchemas.Cart),
            ["next"] = JsonNode.Parse(TestSchemas.CartWithNote),
            ["wrong"] = JsonNode.Parse(TestSchemas.CartWithTotal),
            ["value"] = new JsonObject { ["id"] = "tea" },
        };

        var told = JsonNode.Parse(await RunAsync(request.ToJsonString(), registry.Url.ToString().TrimEnd('/'), "carts-value")).ShouldNotBeNull();

        var ids = ((string[])["first", "again", "second", "latest", "byVersion", "bySchema"]).Select(name => told[name]!.GetValue<int>());
        ids.ShouldBe([1, 1, 2, 2, 1, 2]);
        told["message"]!.GetValue<string>().ShouldBe("0000000001" + "06746561");        // magic byte, id, length 3 in zigzag, "tea"
        told["decoded"]!["id"]!.GetValue<string>().ShouldBe("tea");
        told["incompatible"]!["message"]!.GetValue<string>().ShouldContain("incompatible with an earlier schema");
        told["incompatible"]!["status"]!.GetValue<int>().ShouldBe(409);
        told["missing"]!["message"]!.GetValue<string>().ShouldContain("Schema 9999 not found");
        (await registry.GetAsync("/subjects/carts-value/versions")).ShouldSay("[1,2]");
        (await registry.GetAsync("/config/carts-value")).ShouldSay("""{"compatibilityLevel":"BACKWARD"}""");
    }

    private static async Task<string> RunAsync(string input, params string[] arguments)
    {
        if (!Directory.Exists(Path.Combine(Peers, "node_modules", "@kafkajs", "confluent-schema-registry")))
            Assert.Skip("tests/peers/node_modules/@kafkajs/confluent-schema-registry is missing: run 'npm ci --ignore-scripts' in tests/peers.");
        using var node = Start([Path.Combine(Peers, "confluent_registry.cjs"), .. arguments]);
        try
        {
            await node.StandardInput.WriteAsync(input.AsMemory(), Stop);
            node.StandardInput.Close();
            var output = node.StandardOutput.ReadToEndAsync(Stop);
            var error = await node.StandardError.ReadToEndAsync(Stop);
            await node.WaitForExitAsync(Stop);
            node.ExitCode.ShouldBe(0, error);
            return await output;
        }
        finally
        {
            if (!node.HasExited) node.Kill(entireProcessTree: true);
        }
    }

    private static Process Start(string[] arguments)
    {
        var start = new ProcessStartInfo("node", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            return Process.Start(start).ShouldNotBeNull();
        }
        catch (Win32Exception)
        {
            Assert.Skip("node is missing: install Node 18 or newer.");
            throw;      // not reached: a skip leaves by an exception of its own
        }
    }
}
