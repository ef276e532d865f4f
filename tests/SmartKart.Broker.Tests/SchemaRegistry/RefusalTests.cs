using System.Text;
using System.Text.Json.Nodes;
using SmartKart.Broker.SchemaRegistry;
using SmartKart.Schemas.Registry;

namespace SmartKart.Broker.Tests.SchemaRegistry;

public sealed class RefusalTests
{
    [Theory]
    [InlineData("GET", "/subjects/a/versions", 404, 40401)]
    [InlineData("GET", "/subjects/a/versions/1", 404, 40401)]
    [InlineData("GET", "/subjects/there/versions/2", 404, 40402)]
    [InlineData("GET", "/subjects/there/versions/0", 422, 42202)]
    [InlineData("GET", "/subjects/there/versions/-2", 422, 42202)]
    [InlineData("GET", "/subjects/there/versions/2147483648", 422, 42202)]
    [InlineData("GET", "/subjects/there/versions/newest", 422, 42202)]
    [InlineData("GET", "/subjects/there/versions/2/referencedby", 404, 40402)]
    [InlineData("GET", "/schemas/ids/9", 404, 40403)]
    [InlineData("GET", "/schemas/ids/9/schema", 404, 40403)]
    [InlineData("GET", "/schemas/ids/9/subjects", 404, 40403)]
    [InlineData("GET", "/schemas/ids/9/versions", 404, 40403)]
    [InlineData("GET", "/schemas/ids/nine", 404, 404)]
    [InlineData("DELETE", "/subjects/a", 404, 40401)]
    [InlineData("DELETE", "/subjects/there/versions/two", 422, 42202)]
    [InlineData("GET", "/no/such/path.json", 404, 404)]
    [InlineData("PUT", "/subjects", 405, 405)]
    [InlineData("PATCH", "/subjects/there", 405, 405)]
    public async Task What_is_not_there_has_its_code(string method, string path, int status, int code)
    {
        await using var registry = await TestRegistry.StartAsync();
        await registry.RegisterAsync("there", TestSchemas.Cart);
        var answer = await registry.SendAsync(method, path);
        answer.Refused(status, code).ShouldNotBeEmpty();
        answer.Type.ShouldBe("application/vnd.schemaregistry.v1+json");
    }

    [Theory]
    [InlineData("""{"schema":"{\"type\":\"nothing\"}"}""", 422, 42201)]
    [InlineData("""{"schema":""}""", 422, 42201)]
    [InlineData("""{}""", 422, 42201)]
    [InlineData("""{"schema":"\"int\"","schemaType":"PROTOBUF"}""", 422, 42201)]
    [InlineData("""{"schema":"\"int\"","schemaType":"JSON"}""", 422, 42201)]
    [InlineData("""{"schema":"\"int\"","ruleSet":{"domainRules":[]}}""", 422, 42201)]
    [InlineData("""{"schema":"\"int\"","references":[{"name":"a"}]}""", 422, 42201)]
    [InlineData("""{"schema":"\"int\"","references":[null]}""", 422, 42201)]
    [InlineData("""{"schema":"\"int\"","references":[{"name":"a","subject":"b","version":1}]}""", 422, 42201)]
    [InlineData("""{"schema":"\"int\"","references":[{"name":"a","subject":"b","version":-1}]}""", 422, 42201)]
    [InlineData("""{"schema":"\ud800"}""", 400, 400)]
    [InlineData("""{"schema":"\"\\ud800\""}""", 422, 42201)]
    [InlineData("""{"schema":7}""", 400, 400)]
    [InlineData("""{"schema":"\"int\"","version":3000000000}""", 400, 400)]
    [InlineData("""{"schema":""", 400, 400)]
    [InlineData("", 400, 400)]
    [InlineData("null", 422, 422)]
    [InlineData("[]", 400, 400)]
    public async Task A_body_that_is_no_schema_is_refused_and_changes_nothing(string body, int status, int code)
    {
        await using var registry = await TestRegistry.StartAsync();
        foreach (var path in (string[])["/subjects/a/versions", "/subjects/a", "/compatibility/subjects/a/versions"])
            (await registry.SendAsync("POST", path, body)).Refused(status, code).ShouldNotBeEmpty();
        registry.State.ShouldBe(RegistryState.Empty);
        registry.Log.LogEndOffset.ShouldBe(0);
    }

    [Fact]
    public async Task Too_long_a_body_and_too_long_a_schema_are_refused()
    {
        await using var registry = await TestRegistry.StartAsync(new SchemaRegistryServerOptions { MaxRequestBytes = 4_000, MaxSchemaLength = 1_000 });
        static string Doc(int length) => $$"""{"type":"fixed","name":"F","size":1,"doc":"{{new string('x', length)}}"}""";
        (await registry.PostAsync("/subjects/a/versions", Doc(5_000))).Refused(413, 413).ShouldContain("4000");
        (await registry.PostAsync("/subjects/a/versions", Doc(2_000))).Refused(422, 42209).ShouldContain("1000");
        (await registry.PostAsync("/subjects/a/versions", Doc(500))).Ok.ShouldNotBeNull();
        registry.Log.Settings = registry.Log.Settings with { MaxBatchBytes = 700 };
        (await registry.PostAsync("/subjects/b/versions", Doc(900))).Refused(422, 42209).ShouldContain("max.message.bytes");
        (await registry.GetAsync("/subjects")).ShouldSay("""["a"]""");
    }

    [Fact]
    public async Task References_go_only_so_deep()
    {
        await using var registry = await TestRegistry.StartAsync(new SchemaRegistryServerOptions { MaxReferenceDepth = 3, MaxReferences = 4 });
        await registry.RegisterAsync("r0", """{"type":"record","name":"R0","fields":[]}""");
        for (var depth = 1; depth <= 3; depth++)
            await registry.RegisterAsync($"r{depth}", Record(depth), new SchemaReference($"R{depth - 1}", $"r{depth - 1}", 1));
        (await registry.PostAsync("/subjects/r4/versions", Record(4), new SchemaReference("R3", "r3", 1)))
            .Refused(422, 42201).ShouldContain("more than 3 deep");
        for (var other = 5; other <= 9; other++) await registry.RegisterAsync($"r{other}", $$"""{"type":"record","name":"R{{other}}","fields":[]}""");
        var many = Enumerable.Range(5, 5).Select(other => new SchemaReference($"R{other}", $"r{other}", 1)).ToArray();
        (await registry.PostAsync("/subjects/r10/versions", "\"int\"", many)).Refused(422, 42201).ShouldContain("more than 4 others");
        (await registry.PostAsync("/subjects/r4/versions", Record(4), new SchemaReference("Other", "r2", 1)))
            .Refused(422, 42201).ShouldContain("does not define it");

        static string Record(int depth) => $$"""{"type":"record","name":"R{{depth}}","fields":[{"name":"f","type":"R{{depth - 1}}"}]}""";
    }

    [Fact]
    public async Task A_reference_to_the_latest_version_is_kept_with_its_number()
    {
        await using var registry = await TestRegistry.StartAsync();
        await registry.RegisterAsync("money", TestSchemas.Money);
        await registry.RegisterAsync("line", TestSchemas.Line, new SchemaReference("shop.Money", "money", -1));
        (await registry.GetAsync("/subjects/line/versions/1")).Ok["references"]!.ToJsonString()
            .ShouldBe("""[{"name":"shop.Money","subject":"money","version":1}]""");
    }

    [Fact]
    public async Task A_schema_that_was_registered_in_parts_is_found_by_its_whole()
    {
        await using var registry = await TestRegistry.StartAsync();
        await registry.RegisterAsync("money", TestSchemas.Money);
        var id = await registry.RegisterAsync("line", TestSchemas.Line, new SchemaReference("shop.Money", "money", 1));
        var whole = TestSchemas.Line.Replace("\"shop.Money\"", TestSchemas.Money, StringComparison.Ordinal);
        (await registry.PostAsync("/subjects/line", whole)).Ok["id"]!.GetValue<int>().ShouldBe(id);
        (await registry.RegisterAsync("line", whole)).ShouldBe(id);
    }

    [Fact]
    public async Task Hostile_schemas_get_an_answer_and_the_next_caller_too()
    {
        await using var registry = await TestRegistry.StartAsync();
        var chain = new StringBuilder("[\"null\"");
        for (var index = 0; index < 1_000; index++)
        {
            var field = index == 0 ? "" : $$"""{"name":"f","type":"N{{index - 1}}"}""";
            chain.Append(',').Append($$"""{"type":"record","name":"N{{index}}","fields":[{{field}}]}""");
        }
        chain.Append(']');
        var deep = string.Concat(Enumerable.Repeat("""{"type":"array","items":""", 500)) + "\"int\"" + new string('}', 500);
        foreach (var schema in (string[])[chain.ToString(), deep, new string('[', 100_000), "{\"type\":" + new string('"', 1_000)])
        {
            (await registry.PostAsync("/subjects/a/versions", schema)).Status.ShouldBeOneOf(200, 422);
            (await registry.PostAsync("/compatibility/subjects/a/versions", schema)).Status.ShouldBeOneOf(200, 422);
        }
        (await registry.RegisterAsync("b", TestSchemas.Cart)).ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData("application/vnd.schemaregistry.v1+json", 200)]
    [InlineData("application/vnd.schemaregistry+json", 200)]
    [InlineData("application/json; charset=utf-8", 200)]
    [InlineData("application/octet-stream", 200)]
    [InlineData("text/plain", 415)]
    public async Task A_body_has_one_of_the_registrys_types(string type, int status)
    {
        await using var registry = await TestRegistry.StartAsync();
        (await registry.SendAsync("POST", "/subjects/a/versions", TestRegistry.BodyOf(TestSchemas.Cart), type)).Status.ShouldBe(status);
    }

    [Theory]
    [InlineData("application/json", "application/json")]
    [InlineData("application/vnd.schemaregistry+json; q=0.5, application/json; q=0.9", "application/json")]
    [InlineData("*/*", "application/vnd.schemaregistry.v1+json")]
    [InlineData("text/html", "application/vnd.schemaregistry.v1+json")]
    [InlineData(null, "application/vnd.schemaregistry.v1+json")]
    public async Task An_answer_has_the_type_that_is_asked_for(string? accept, string type)
    {
        await using var registry = await TestRegistry.StartAsync();
        (await registry.SendAsync("GET", "/subjects", accept: accept)).Type.ShouldBe(type);
    }

    [Fact]
    public async Task Clients_learn_what_they_ask_about_the_registry()
    {
        await using var registry = await TestRegistry.StartAsync();
        (await registry.GetAsync("/")).ShouldSay("{}");
        (await registry.GetAsync("/schemas/types")).ShouldSay("""["AVRO"]""");
        (await registry.GetAsync("/v1/metadata/id")).Ok["scope"]!["clusters"]!.AsObject().Count.ShouldBe(2);
        (await registry.GetAsync("/v1/metadata/version")).Ok["version"]!.GetValue<string>().ShouldStartWith("0.1");
        (await registry.SendAsync("HEAD", "/subjects")).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData(null, 401)]
    [InlineData("ada:wrong", 401)]
    [InlineData("eve:secret", 401)]
    [InlineData("ada", 401)]
    [InlineData("ada:secret:with:colons", 200)]
    public async Task Where_users_are_set_only_they_are_let_in(string? credentials, int status)
    {
        var users = new Dictionary<string, string> { ["ada"] = "secret:with:colons" };
        await using var registry = await TestRegistry.StartAsync(new SchemaRegistryServerOptions { Users = users });
        registry.Authorization = credentials is null ? null : "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials));
        foreach (var path in (string[])["/", "/subjects", "/no/such"])
        {
            var answer = await registry.GetAsync(path);
            answer.Status.ShouldBe(status == 200 && path == "/no/such" ? 404 : status);
            if (status == 401) ((int)JsonNode.Parse(answer.Text)!["error_code"]!).ShouldBe(401);
        }
    }

    [Theory]
    [InlineData("Bearer abc")]
    [InlineData("Basic")]
    [InlineData("Basic %%%")]
    [InlineData(" ")]
    public async Task Credentials_that_are_none_let_nobody_in(string authorization)
    {
        await using var registry = await TestRegistry.StartAsync(new SchemaRegistryServerOptions { Users = new Dictionary<string, string> { ["ada"] = "" } });
        registry.Authorization = authorization;
        (await registry.GetAsync("/subjects")).Status.ShouldBe(401);
    }
}
