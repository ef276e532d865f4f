namespace SmartKart.Broker.Tests.SchemaRegistry;

public sealed class ModeTests
{
    [Fact]
    public async Task A_subject_has_its_own_mode_or_the_registrys()
    {
        await using var registry = await TestRegistry.StartAsync();
        (await registry.GetAsync("/mode")).ShouldSay("""{"mode":"READWRITE"}""");
        (await registry.GetAsync("/mode/a")).Refused(404, 40409);
        (await registry.GetAsync("/mode/a?defaultToGlobal=true")).ShouldSay("""{"mode":"READWRITE"}""");
        (await registry.PutAsync("/mode", """{"mode":"READONLY"}""")).ShouldSay("""{"mode":"READONLY"}""");
        (await registry.PutAsync("/mode/a", """{"mode":"readwrite"}""")).ShouldSay("""{"mode":"READWRITE"}""");
        (await registry.PostAsync("/subjects/b/versions", TestSchemas.Cart)).Refused(422, 42205).ShouldContain("read-only");
        (await registry.RegisterAsync("a", TestSchemas.Cart)).ShouldBe(1);
        await registry.PutAsync("/mode", """{"mode":"READONLY_OVERRIDE"}""");
        (await registry.DeleteAsync("/subjects/a")).Refused(422, 42205);
        (await registry.PutAsync("/config/a", """{"compatibility":"FULL"}""")).Refused(422, 42205);
        (await registry.DeleteAsync("/mode")).ShouldSay("""{"mode":"READONLY_OVERRIDE"}""");
        (await registry.DeleteAsync("/mode/a")).ShouldSay("""{"mode":"READWRITE"}""");
        (await registry.DeleteAsync("/mode/a")).Refused(404, 40401);
        (await registry.DeleteAsync("/mode")).ShouldSay("""{"mode":"READWRITE"}""");
    }

    [Theory]
    [InlineData("/mode", """{"mode":"WHATEVER"}""")]
    [InlineData("/mode", """{"mode":null}""")]
    [InlineData("/mode/a", """{"mode":"FORWARD"}""")]
    public async Task A_mode_that_there_is_not_is_refused(string path, string body)
    {
        await using var registry = await TestRegistry.StartAsync();
        (await registry.PutAsync(path, body)).Refused(422, 42204);
    }

    [Fact]
    public async Task Schemas_are_imported_under_their_ids_and_versions()
    {
        await using var registry = await TestRegistry.StartAsync();
        await registry.PutAsync("/mode/a", """{"mode":"IMPORT"}""");
        (await Import(registry, TestSchemas.CartWithTotal, 70, 5)).ShouldSay("""{"id":70,"version":5}""");
        (await Import(registry, TestSchemas.Cart, 60, 2)).ShouldSay("""{"id":60,"version":2}""");       // in any order, compatible or not
        (await Import(registry, TestSchemas.Cart, 60, 2)).ShouldSay("""{"id":60,"version":2}""");
        (await Import(registry, TestSchemas.Money, 60, 7)).Refused(422, 42205).ShouldContain("Overwrite");
        (await Import(registry, TestSchemas.Money, 61, 2)).Refused(422, 42205).ShouldContain("version 2");
        (await registry.PostAsync("/subjects/a/versions", TestSchemas.Money)).Refused(422, 42205).ShouldContain("read-write");
        (await registry.PutAsync("/mode/a", """{"mode":"READWRITE"}""")).Ok.ShouldNotBeNull();
        (await registry.PutAsync("/config/a", """{"compatibility":"NONE"}""")).Ok.ShouldNotBeNull();
        (await registry.PostAsync("/subjects/a/versions", TestSchemas.Money)).ShouldSay("""{"id":71,"version":6}""");
    }

    [Fact]
    public async Task Importing_asks_for_an_empty_place_unless_forced_and_clears_what_was_softly_deleted()
    {
        await using var registry = await TestRegistry.StartAsync();
        await registry.RegisterAsync("a", TestSchemas.Cart);
        (await registry.PutAsync("/mode", """{"mode":"IMPORT"}""")).Refused(422, 42205).ShouldContain("existing subjects");
        (await registry.SendAsync("PUT", "/mode?force=true", """{"mode":"IMPORT"}""")).ShouldSay("""{"mode":"IMPORT"}""");
        await registry.PutAsync("/mode", """{"mode":"READWRITE"}""");
        await registry.DeleteAsync("/subjects/a");
        (await registry.PutAsync("/mode", """{"mode":"IMPORT"}""")).ShouldSay("""{"mode":"IMPORT"}""");
        (await registry.GetAsync("/subjects?deleted=true")).ShouldSay("[]");
        (await Import(registry, TestSchemas.Money, 1, 1)).ShouldSay("""{"id":1,"version":1}""");
        await registry.RestartAsync();
        (await registry.GetAsync("/mode")).ShouldSay("""{"mode":"IMPORT"}""");
        (await registry.GetAsync("/schemas/ids/1/schema")).Text.ShouldBe(TestSchemas.Money);
    }

    private static Task<TestRegistry.Answer> Import(TestRegistry registry, string schema, int id, int version) =>
        registry.SendAsync("POST", "/subjects/a/versions", TestRegistry.BodyOf(schema).TrimEnd('}') + $$""","id":{{id}},"version":{{version}}}""");
}
