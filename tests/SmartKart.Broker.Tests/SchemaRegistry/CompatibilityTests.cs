using SmartKart.Schemas.Registry;

namespace SmartKart.Broker.Tests.SchemaRegistry;

public sealed class CompatibilityTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Level → whether it lets Cart, then CartWithNote, be followed by each of three.</summary>
    public static TheoryData<string, bool, bool, bool> Levels => new()
    {
        // level, EmptyCart (reads all), CartWithTotal (read by all), CartWithTotal where only a required field came between
        { "NONE", true, true, true },
        { "BACKWARD", true, false, true },
        { "BACKWARD_TRANSITIVE", true, false, false },
        { "FORWARD", false, true, true },
        { "FORWARD_TRANSITIVE", false, true, true },
        { "FULL", false, false, true },
        { "FULL_TRANSITIVE", false, false, false },
    };

    [Theory, MemberData(nameof(Levels))]
    public async Task A_level_lets_in_what_it_promises(string level, bool readsAll, bool isReadByAll, bool fitsTheLatestAlone)
    {
        await using var registry = await TestRegistry.StartAsync();
        await registry.RegisterAsync("a", TestSchemas.Cart);
        await registry.RegisterAsync("a", TestSchemas.CartWithNote);
        (await registry.PutAsync("/config/a", $$"""{"compatibility":"{{level}}"}""")).ShouldSay($$"""{"compatibility":"{{level}}"}""");
        await ExpectAsync(registry, "a", TestSchemas.EmptyCart, readsAll);
        if (readsAll)
        {
            await registry.DeleteAsync("/subjects/a/versions/3");
            await registry.DeleteAsync("/subjects/a/versions/3?permanent=true");
        }
        await ExpectAsync(registry, "a", TestSchemas.CartWithTotal, isReadByAll);

        // Here the former but one lacks the field, and the latest has it: who looks at the latest alone sees nothing wrong.
        await registry.PutAsync("/config/b", """{"compatibility":"NONE"}""");
        await registry.RegisterAsync("b", TestSchemas.Cart);
        await registry.RegisterAsync("b", TestSchemas.CartWithTotal.Replace("\"long\"", "\"long\",\"doc\":\"d\"", StringComparison.Ordinal));
        await registry.PutAsync("/config/b", $$"""{"compatibility":"{{level}}"}""");
        await ExpectAsync(registry, "b", TestSchemas.CartWithTotal, fitsTheLatestAlone);
    }

    [Fact]
    public async Task The_level_of_a_subject_goes_before_the_registrys_and_that_before_the_default()
    {
        await using var registry = await TestRegistry.StartAsync();
        (await registry.GetAsync("/config")).ShouldSay("""{"compatibilityLevel":"BACKWARD"}""");
        (await registry.GetAsync("/config/a")).Refused(404, 40408);
        (await registry.GetAsync("/config/a?defaultToGlobal=true")).ShouldSay("""{"compatibilityLevel":"BACKWARD"}""");
        (await registry.PutAsync("/config", """{"compatibility":"full"}""")).ShouldSay("""{"compatibility":"FULL"}""");
        (await registry.PutAsync("/config/a", """{"compatibility":"NONE"}""")).ShouldSay("""{"compatibility":"NONE"}""");
        (await registry.GetAsync("/config/a?defaultToGlobal=true")).ShouldSay("""{"compatibilityLevel":"NONE"}""");
        (await registry.GetAsync("/config/b?defaultToGlobal=true")).ShouldSay("""{"compatibilityLevel":"FULL"}""");
        (await registry.DeleteAsync("/config/a")).ShouldSay("""{"compatibilityLevel":"NONE"}""");
        (await registry.DeleteAsync("/config/a")).Refused(404, 40401);
        (await registry.DeleteAsync("/config")).ShouldSay("""{"compatibilityLevel":"FULL"}""");
        (await registry.DeleteAsync("/config")).ShouldSay("""{"compatibilityLevel":"BACKWARD"}""");
    }

    [Theory]
    [InlineData("""{"compatibility":"SOMETIMES"}""", 42203)]
    [InlineData("""{}""", 42203)]
    [InlineData("""{"compatibility":"FULL","alias":"b"}""", 42205)]
    public async Task A_setting_that_there_is_not_is_refused(string body, int code)
    {
        await using var registry = await TestRegistry.StartAsync();
        (await registry.PutAsync("/config/a", body)).Refused(422, code);
        (await registry.GetAsync("/config/a")).Refused(404, 40408);
    }

    [Fact]
    public async Task A_test_tells_each_reason_to_those_who_ask_for_it()
    {
        await using var registry = await TestRegistry.StartAsync();
        using var client = registry.Client();
        await registry.RegisterAsync("a", TestSchemas.Cart);
        await registry.RegisterAsync("a", TestSchemas.CartWithNote);

        (await registry.PostAsync("/compatibility/subjects/a/versions/latest", TestSchemas.CartWithTotal)).ShouldSay("""{"is_compatible":false}""");
        var verdict = await client.TestCompatibilityAsync("a", new SchemaText(TestSchemas.CartWithTotal), Stop);
        verdict.IsCompatible.ShouldBeFalse();
        verdict.Messages.ShouldHaveSingleItem().ShouldBe(
            "BACKWARD: the new schema cannot read data of version 2: READER_FIELD_MISSING_DEFAULT_VALUE at /fields/1 (total): " +
            "the reader's field 'total' has no default, and the writer's record 'shop.Cart' has no such field; " +
            "give it a default in the reader, name the writer's field among its aliases, or keep the field in the writer.");
        (await client.TestCompatibilityAsync("a", new SubjectVersion(1), new SchemaText(TestSchemas.CartWithNote), Stop)).ShouldSatisfyAllConditions(
            it => it.IsCompatible.ShouldBeTrue(), it => it.Messages.ShouldBeEmpty());
        (await client.TestCompatibilityAsync("new", SubjectVersion.Latest, new SchemaText(TestSchemas.Cart), Stop)).IsCompatible.ShouldBeTrue();
        (await client.TestCompatibilityAsync("new", new SchemaText(TestSchemas.Cart), Stop)).IsCompatible.ShouldBeTrue();
        (await registry.PostAsync("/compatibility/subjects/a/versions/9", TestSchemas.Cart)).Refused(404, 40402);
        (await registry.PostAsync("/compatibility/subjects/a/versions/x", TestSchemas.Cart)).Refused(422, 42202);
        (await registry.PostAsync("/compatibility/subjects/a/versions", "nonsense")).Refused(422, 42201);
        (await registry.PostAsync("/compatibility/subjects/a/versions?verbose=true", "nonsense")).Ok["is_compatible"]!.GetValue<bool>().ShouldBeFalse();
        (await registry.GetAsync("/subjects/a/versions")).ShouldSay("[1,2]");
    }

    [Fact]
    public async Task A_deleted_version_is_nothing_to_be_compatible_with()
    {
        await using var registry = await TestRegistry.StartAsync();
        await registry.RegisterAsync("a", TestSchemas.Cart);
        (await registry.PostAsync("/subjects/a/versions", TestSchemas.CartWithTotal)).Refused(409, 409);
        await registry.DeleteAsync("/subjects/a");
        (await registry.RegisterAsync("a", TestSchemas.CartWithTotal)).ShouldBe(2);
    }

    private static async Task ExpectAsync(TestRegistry registry, string subject, string schema, bool isCompatible)
    {
        (await registry.PostAsync($"/compatibility/subjects/{subject}/versions", schema)).Ok["is_compatible"]!.GetValue<bool>().ShouldBe(isCompatible);
        var answer = await registry.PostAsync($"/subjects/{subject}/versions", schema);
        if (isCompatible) answer.Ok["version"]!.GetValue<int>().ShouldBe(3);
        else answer.Refused(409, 409).ShouldContain($"incompatible with an earlier schema for subject \"{subject}\"");
    }
}
