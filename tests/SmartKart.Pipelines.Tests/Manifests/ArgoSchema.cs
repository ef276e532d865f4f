using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Serialization;

namespace SmartKart.Pipelines.Tests.Manifests;

/// <summary>Argo's published JSON schema, beside the working copy, and ajv to hold manifests to it; without them a test is skipped.</summary>
internal static class ArgoSchema
{
    // Far beyond what it takes; a validator that hangs must not hang the tests.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly string Peers = Path.Combine(Repository.Root, "tests", "peers");
    private static readonly string Schema = Path.Combine(Repository.Root, "..", "shared", "reference", "argo-workflows.schema.json");

    /// <summary>What the schema says against each manifest; empty where it is one of Argo's.</summary>
    public static async Task<IReadOnlyList<string[]>> FaultsOfAsync(IEnumerable<string> manifests)
    {
        Assert.SkipUnless(File.Exists(Schema), "shared/reference/argo-workflows.schema.json, beside the working copy, is missing.");
        Assert.SkipUnless(Directory.Exists(Path.Combine(Peers, "node_modules", "ajv")),
            "tests/peers/node_modules/ajv is missing: run 'npm ci --ignore-scripts' in tests/peers");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        using var process = Process.Start(new ProcessStartInfo("node", [Path.Combine(Peers, "argo_schema.cjs"), Schema])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;        // never null without a shell
        try
        {
            var said = process.StandardError.ReadToEndAsync(patience.Token);
            var answers = process.StandardOutput.ReadToEndAsync(patience.Token);
            foreach (var manifest in manifests) await process.StandardInput.WriteLineAsync(LineOf(manifest).AsMemory(), patience.Token);
            process.StandardInput.Close();
            await process.WaitForExitAsync(patience.Token);
            process.ExitCode.ShouldBe(0, await said);
            return [.. (await answers).Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonNode.Parse(line)!["errors"].Deserialize<string[]>()!)];
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    private static string LineOf(string manifest)
    {
        var value = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build().Deserialize<object>(manifest);
        var json = JsonNode.Parse(new SerializerBuilder().JsonCompatible().Build().Serialize(value))!;
        return new JsonObject { ["kind"] = json["kind"]!.GetValue<string>(), ["manifest"] = json }.ToJsonString();
    }
}
