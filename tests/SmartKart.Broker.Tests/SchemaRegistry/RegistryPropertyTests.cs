using System.Text.Json.Nodes;
using SmartKart.Schemas.Registry;

namespace SmartKart.Broker.Tests.SchemaRegistry;

/// <summary>Random requests, restarts and compactions: after each the registry says what the naive one says.</summary>
public sealed class RegistryPropertyTests
{
    private const int Steps = 250;
    private static readonly string[] Subjects = ["a", "b", "c"];
    private static readonly string[] Levels = ["NONE", "BACKWARD", "BACKWARD_TRANSITIVE", "FORWARD", "FORWARD_TRANSITIVE", "FULL", "FULL_TRANSITIVE"];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 8)];

    [Theory, MemberData(nameof(Seeds))]
    public async Task The_registry_is_the_naive_one(int seed)
    {
        var random = new Random(seed);
        var model = new NaiveRegistry();
        await using var registry = await TestRegistry.StartAsync();
        for (var step = 0; step < Steps; step++)
        {
            var (told, expected) = await StepAsync(random, registry, model);
            told.ShouldBe(expected, $"seed {seed}, step {step}");
            if (random.Next(25) == 0) await registry.RestartAsync(compacts: random.Next(2) == 0);
            View(await registry.GetAsync("/schemas?deleted=true")).ShouldBe(model.View(), $"seed {seed}, step {step}");
            if (registry.State.Places.Values.SelectMany(places => places).ToList() is not { Count: > 0 } all) continue;
            var place = all[random.Next(all.Count)];
            (await registry.GetAsync($"/subjects/{place.Subject}/versions/{place.Version}/referencedby?deleted=true"))
                .ShouldSay($"[{string.Join(',', model.ReferencedBy(place.Subject, place.Version))}]");
        }
    }

    private static async Task<((int, string) Told, (int, string) Expected)> StepAsync(Random random, TestRegistry registry, NaiveRegistry model)
    {
        var subject = Subjects[random.Next(Subjects.Length)];
        var (version, permanent) = (random.Next(1, 5), random.Next(2) == 0);
        switch (random.Next(12))
        {
            case < 6:
                var schema = Schema(random, subject);
                return (Told(await registry.PostAsync($"/subjects/{subject}/versions", schema.Json, References(schema))), model.Register(subject, schema));
            case 6:
                var sought = Schema(random, subject);
                var found = await registry.SendAsync("POST", $"/subjects/{subject}?deleted={permanent}", TestRegistry.BodyOf(sought.Json, References(sought)));
                return (found.Status == 200 ? (200, found.Ok["version"]!.ToJsonString()) : Told(found), model.LookUp(subject, sought, deleted: permanent));
            case 7:
                return (Told(await registry.DeleteAsync($"/subjects/{subject}?permanent={permanent}")), model.DeleteSubject(subject, permanent));
            case 8 or 9:
                return (Told(await registry.DeleteAsync($"/subjects/{subject}/versions/{version}?permanent={permanent}")),
                    model.DeleteVersion(subject, version, permanent));
            case 10:
                return (Told(await registry.DeleteAsync($"/config/{subject}")), model.DeleteLevel(subject));
            default:
                var level = Levels[random.Next(Levels.Length)];
                return (Told(await registry.PutAsync($"/config/{subject}", $$"""{"compatibility":"{{level}}"}""")), model.SetLevel(subject, level));
        }
    }

    /// <summary>Subject a holds what the others refer to; all of its schemas are the type Target.</summary>
    private static TestSchema Schema(Random random, string subject)
    {
        var optional = random.Next(8);
        var plain = new TestSchema(subject == "a" ? "Target" : "R", optional, random.Next(8) & ~optional);
        return subject != "a" && random.Next(3) == 0 ? plain with { To = ("a", random.Next(1, 5)) } : plain;
    }

    private static SchemaReference[] References(TestSchema schema) => schema.To is { } to ? [new SchemaReference("Target", to.Subject, to.Version)] : [];

    private static (int, string) Told(TestRegistry.Answer answer)
    {
        var json = JsonNode.Parse(answer.Text)!;
        return (answer.Status, answer.Status == 200 ? json.ToJsonString() : json["error_code"]!.ToJsonString());
    }

    private static string View(TestRegistry.Answer answer) => string.Join('\n', answer.Ok.AsArray()
        .Select(it => $"{it!["subject"]} {it["version"]} id {it["id"]}{(it["deleted"] is null ? "" : " deleted")}"));
}
