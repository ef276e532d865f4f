using SmartKart.Schemas;
using SmartKart.Schemas.Registry;

namespace SmartKart.Broker.Tests.SchemaRegistry;

public sealed class RegistrationTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Our_own_client_registers_looks_up_and_fetches()
    {
        await using var registry = await TestRegistry.StartAsync();
        using var client = registry.Client();

        var id = await client.RegisterAsync("carts-value", new SchemaText(TestSchemas.Cart), Stop);

        var found = await client.LookUpAsync("carts-value", new SchemaText(TestSchemas.Cart), Stop);
        found.ShouldBe(new SubjectSchema("carts-value", 1, id, new SchemaText(TestSchemas.Cart)));
        (await client.GetVersionAsync("carts-value", SubjectVersion.Latest, Stop)).ShouldBe(found);
        CanonicalForm.Of(await client.GetSchemaAsync(id, Stop)).ShouldBe(CanonicalForm.Of(AvroSchema.Parse(TestSchemas.Cart)));
        (await client.GetSubjectsAsync(Stop)).ShouldBe(["carts-value"]);
        (await client.GetVersionsAsync("carts-value", Stop)).ShouldBe([1]);
    }

    [Fact]
    public async Task The_same_schema_keeps_its_id_and_its_version_however_it_is_spelled()
    {
        await using var registry = await TestRegistry.StartAsync();
        const string spelled = """
            { "namespace": "shop", "name": "Cart", "type": "record",
              "fields": [ { "type": { "type": "string" }, "name": "id" } ] }
            """;
        var id = await registry.RegisterAsync("a", TestSchemas.Cart);
        (await registry.RegisterAsync("a", TestSchemas.Cart)).ShouldBe(id);
        (await registry.RegisterAsync("a", spelled)).ShouldBe(id);
        (await registry.RegisterAsync("b", TestSchemas.Cart)).ShouldBe(id);
        (await registry.RegisterAsync("b", TestSchemas.CartWithNote)).ShouldBe(id + 1);
        (await registry.GetAsync("/subjects/a/versions")).ShouldSay("[1]");
        (await registry.GetAsync("/subjects/b/versions")).ShouldSay("[1,2]");
        (await registry.GetAsync($"/schemas/ids/{id}/subjects")).ShouldSay("""["a","b"]""");
        (await registry.GetAsync($"/schemas/ids/{id}/versions")).ShouldSay("""[{"subject":"a","version":1},{"subject":"b","version":1}]""");
    }

    [Fact]
    public async Task Every_way_to_read_a_schema_tells_the_same()
    {
        await using var registry = await TestRegistry.StartAsync();
        var id = await registry.RegisterAsync("a", TestSchemas.Cart);
        foreach (var version in (string[])["1", "latest", "-1"])
        {
            var answer = await registry.GetAsync($"/subjects/a/versions/{version}");
            answer.Ok["subject"]!.GetValue<string>().ShouldBe("a");
            answer.Ok["version"]!.GetValue<int>().ShouldBe(1);
            answer.Ok["id"]!.GetValue<int>().ShouldBe(id);
            answer.Ok["schema"]!.GetValue<string>().ShouldBe(TestSchemas.Cart);
            (await registry.GetAsync($"/subjects/a/versions/{version}/schema")).Text.ShouldBe(TestSchemas.Cart);
        }
        (await registry.GetAsync($"/schemas/ids/{id}")).Ok["schema"]!.GetValue<string>().ShouldBe(TestSchemas.Cart);
        (await registry.GetAsync($"/schemas/ids/{id}?subject=a&format=resolved&fetchMaxId=true")).Ok["maxId"]!.GetValue<int>().ShouldBe(id);
        (await registry.GetAsync($"/schemas/ids/{id}/schema")).Text.ShouldBe(TestSchemas.Cart);
    }

    [Fact]
    public async Task Schemas_and_subjects_are_listed_in_order_by_prefix_and_by_page()
    {
        await using var registry = await TestRegistry.StartAsync();
        foreach (var subject in (string[])["b", "ab", "aa"]) await registry.RegisterAsync(subject, TestSchemas.Cart);
        await registry.RegisterAsync("aa", TestSchemas.CartWithNote);
        await registry.DeleteAsync("/subjects/ab");

        (await registry.GetAsync("/subjects")).ShouldSay("""["aa","b"]""");
        (await registry.GetAsync("/subjects?deleted=true&offset=1&limit=1")).ShouldSay("""["ab"]""");
        (await registry.GetAsync("/subjects?deletedOnly=true&deleted=true")).ShouldSay("""["ab"]""");
        (await registry.GetAsync("/subjects?subjectPrefix=a")).ShouldSay("""["aa"]""");
        (await registry.GetAsync("/subjects?subjectPrefix=:*:a&deleted=true")).ShouldSay("""["aa","ab"]""");
        Places(await registry.GetAsync("/schemas")).ShouldBe("aa 1, aa 2, b 1");
        Places(await registry.GetAsync("/schemas?latestOnly=true&deleted=true")).ShouldBe("aa 2, ab 1, b 1");
        Places(await registry.GetAsync("/schemas?subjectPrefix=aa&offset=1&limit=5")).ShouldBe("aa 2");
        (await registry.GetAsync("/subjects?offset=-1")).Refused(400, 400);
        (await registry.GetAsync("/subjects?limit=some")).Refused(400, 400);
    }

    [Theory]
    [InlineData("clicks/value")]
    [InlineData("clicks%2Fvalue")]
    [InlineData("a b?c#d&e=ü")]
    [InlineData("latest")]
    public async Task A_subject_may_have_any_letters(string subject)
    {
        await using var registry = await TestRegistry.StartAsync();
        using var client = registry.Client();
        await client.RegisterAsync(subject, new SchemaText(TestSchemas.Cart), Stop);
        await client.Settings.SetCompatibilityAsync(CompatibilityLevel.Full, subject, Stop);
        (await client.GetSubjectsAsync(Stop)).ShouldBe([subject]);
        (await client.Settings.FindOwnCompatibilityAsync(subject, Stop)).ShouldBe(CompatibilityLevel.Full);
        (await client.TestCompatibilityAsync(subject, new SchemaText(TestSchemas.CartWithNote), Stop)).IsCompatible.ShouldBeTrue();
    }

    [Fact]
    public async Task The_default_context_is_the_only_one()
    {
        await using var registry = await TestRegistry.StartAsync();
        await registry.RegisterAsync(":.:carts", TestSchemas.Cart);
        (await registry.GetAsync("/subjects")).ShouldSay("""["carts"]""");
        (await registry.GetAsync("/contexts")).ShouldSay("""["."]""");
        (await registry.PostAsync("/subjects/:.other:carts/versions", TestSchemas.Cart)).Refused(422, 42208).ShouldContain("context");
        (await registry.PostAsync("/subjects/__GLOBAL/versions", TestSchemas.Cart)).Refused(422, 42208);
        (await registry.PostAsync("/subjects/a%01b/versions", TestSchemas.Cart)).Refused(422, 42208).ShouldContain("U+0001");
    }

    [Fact]
    public async Task Normalizing_makes_one_of_two_spellings_that_mean_the_same()
    {
        await using var registry = await TestRegistry.StartAsync();
        const string one = """{"type":"record","name":"R","pii":true,"owner":{"team":"b","a":[2,1]},"fields":[{"name":"f","type":"int","default":1}]}""";
        const string other = """{"owner":{"a":[2,1],"team":"b"},"type":"record","name":"R","fields":[{"default":1,"name":"f","type":"int"}],"pii":true}""";
        (await registry.SendAsync("POST", "/subjects/a/versions?normalize=true", TestRegistry.BodyOf(one))).Ok["id"]!.GetValue<int>().ShouldBe(1);
        (await registry.SendAsync("POST", "/subjects/a/versions?normalize=true", TestRegistry.BodyOf(other))).Ok["id"]!.GetValue<int>().ShouldBe(1);
        (await registry.SendAsync("POST", "/subjects/a?normalize=true", TestRegistry.BodyOf(other))).Ok["version"]!.GetValue<int>().ShouldBe(1);
        (await registry.PutAsync("/config/b", """{"normalize":true}""")).ShouldSay("""{"normalize":true}""");
        (await registry.RegisterAsync("b", one)).ShouldBe(1);
        (await registry.RegisterAsync("b", other)).ShouldBe(1);
        (await registry.RegisterAsync("c", one)).ShouldBe(2);
    }

    [Fact]
    public async Task A_chosen_version_is_the_next_one()
    {
        await using var registry = await TestRegistry.StartAsync();
        (await registry.SendAsync("POST", "/subjects/a/versions", Body(TestSchemas.Cart, "\"version\":2")))
            .Refused(422, 42201).ShouldContain("one more than previous");
        (await registry.SendAsync("POST", "/subjects/a/versions", Body(TestSchemas.Cart, "\"version\":1"))).ShouldSay("""{"id":1,"version":1}""");
        (await registry.SendAsync("POST", "/subjects/a/versions", Body(TestSchemas.Cart, "\"id\":7"))).Refused(422, 42205).ShouldContain("import mode");
    }

    [Fact]
    public async Task Many_who_register_one_schema_at_once_get_one_id()
    {
        await using var registry = await TestRegistry.StartAsync(fsyncs: true);
        var ids = await Task.WhenAll(Enumerable.Range(0, 64).Select(index => registry.RegisterAsync($"subject-{index % 4}", TestSchemas.Cart)));
        ids.Distinct().ShouldBe([1]);
        registry.State.Subjects.Values.ShouldAllBe(versions => versions.Count == 1);
        registry.Log.LogEndOffset.ShouldBe(4);
    }

    [Fact]
    public async Task Many_who_register_different_schemas_at_once_get_an_id_each()
    {
        await using var registry = await TestRegistry.StartAsync(fsyncs: true);
        await registry.PutAsync("/config", """{"compatibility":"NONE"}""");
        var ids = await Task.WhenAll(Enumerable.Range(0, 40)
            .Select(index => registry.RegisterAsync($"subject-{index % 4}", $$"""{"type":"fixed","name":"F{{index}}","size":{{index}}}""")));
        ids.Order().ShouldBe(Enumerable.Range(1, 40));
        registry.State.Subjects.Values.ShouldAllBe(versions => versions.Keys.SequenceEqual(Enumerable.Range(1, 10)));
    }

    private static string Body(string schema, string more) => TestRegistry.BodyOf(schema).TrimEnd('}') + "," + more + "}";

    private static string Places(TestRegistry.Answer answer) => string.Join(", ", answer.Ok.AsArray().Select(it => $"{it!["subject"]} {it["version"]}"));
}
