using SmartKart.Schemas.Registry;

namespace SmartKart.Broker.Tests.SchemaRegistry;

public sealed class DeletionTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_subject_is_deleted_softly_then_for_good()
    {
        await using var registry = await TestRegistry.StartAsync();
        await registry.RegisterAsync("a", TestSchemas.Cart);
        await registry.RegisterAsync("a", TestSchemas.CartWithNote);

        (await registry.DeleteAsync("/subjects/a?permanent=true")).Refused(404, 40405);
        (await registry.DeleteAsync("/subjects/a")).ShouldSay("[1,2]");
        (await registry.GetAsync("/subjects")).ShouldSay("[]");
        (await registry.GetAsync("/subjects/a/versions")).Refused(404, 40401);
        (await registry.GetAsync("/subjects/a/versions?deleted=true")).ShouldSay("[1,2]");
        (await registry.GetAsync("/subjects/a/versions?deletedAsNegative=true")).ShouldSay("[-1,-2]");
        (await registry.GetAsync("/subjects/a/versions/1")).Refused(404, 40401);
        (await registry.GetAsync("/subjects/a/versions/1?deleted=true")).Ok["deleted"]!.GetValue<bool>().ShouldBeTrue();
        (await registry.GetAsync("/schemas/ids/1")).Ok["schema"]!.GetValue<string>().ShouldBe(TestSchemas.Cart);
        (await registry.GetAsync("/schemas/ids/1/subjects")).ShouldSay("[]");
        (await registry.GetAsync("/schemas/ids/1/subjects?deleted=true")).ShouldSay("""["a"]""");
        (await registry.DeleteAsync("/subjects/a")).Refused(404, 40404);

        (await registry.DeleteAsync("/subjects/a?permanent=true")).ShouldSay("[1,2]");
        (await registry.GetAsync("/subjects?deleted=true")).ShouldSay("[]");
        (await registry.GetAsync("/schemas/ids/1")).Refused(404, 40403);
        (await registry.DeleteAsync("/subjects/a?permanent=true")).Refused(404, 40401);
    }

    [Fact]
    public async Task A_version_is_deleted_softly_then_for_good()
    {
        await using var registry = await TestRegistry.StartAsync();
        await registry.RegisterAsync("a", TestSchemas.Cart);
        await registry.RegisterAsync("a", TestSchemas.CartWithNote);

        (await registry.DeleteAsync("/subjects/a/versions/1?permanent=true")).Refused(404, 40407);
        (await registry.DeleteAsync("/subjects/a/versions/latest")).ShouldSay("2");
        (await registry.DeleteAsync("/subjects/a/versions/2")).Refused(404, 40406);
        (await registry.GetAsync("/subjects/a/versions/latest")).Ok["version"]!.GetValue<int>().ShouldBe(1);
        (await registry.GetAsync("/subjects/a/versions/2")).Refused(404, 40402);
        (await registry.GetAsync("/subjects/a/versions?deletedOnly=true")).ShouldSay("[2]");
        (await registry.DeleteAsync("/subjects/a/versions/2?permanent=true")).ShouldSay("2");
        (await registry.GetAsync("/subjects/a/versions?deleted=true")).ShouldSay("[1]");
        (await registry.DeleteAsync("/subjects/a/versions/2")).Refused(404, 40402);
        (await registry.DeleteAsync("/subjects/b/versions/1")).Refused(404, 40401);
    }

    [Fact]
    public async Task A_schema_that_comes_back_keeps_its_id_and_takes_the_next_version()
    {
        await using var registry = await TestRegistry.StartAsync();
        await registry.RegisterAsync("a", TestSchemas.Cart);
        await registry.DeleteAsync("/subjects/a");
        (await registry.PostAsync("/subjects/a/versions", TestSchemas.Cart)).ShouldSay("""{"id":1,"version":2}""");
        (await registry.GetAsync("/subjects/a/versions?deleted=true")).ShouldSay("[2]");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_id_is_never_given_again_also_after_a_restart(bool compacts)
    {
        await using var registry = await TestRegistry.StartAsync();
        await registry.RegisterAsync("a", TestSchemas.Cart);
        await registry.RegisterAsync("b", TestSchemas.Money);
        await registry.DeleteAsync("/subjects/b");
        await registry.DeleteAsync("/subjects/b?permanent=true");
        await registry.RestartAsync(compacts);
        (await registry.PostAsync("/subjects/b/versions", TestSchemas.Money)).ShouldSay("""{"id":3,"version":1}""");
        await registry.DeleteAsync("/subjects/b/versions/1");
        await registry.DeleteAsync("/subjects/b/versions/1?permanent=true");
        await registry.RestartAsync(compacts);
        (await registry.RegisterAsync("b", TestSchemas.Money)).ShouldBe(4);
        if (compacts) registry.Log.LogEndOffset.ShouldBeGreaterThan(registry.State.Places.Count);
    }

    [Fact]
    public async Task What_others_refer_to_is_not_deleted()
    {
        await using var registry = await TestRegistry.StartAsync();
        await registry.RegisterAsync("money", TestSchemas.Money);
        var line = await registry.RegisterAsync("line", TestSchemas.Line, new SchemaReference("shop.Money", "money", 1));

        (await registry.GetAsync("/subjects/money/versions/1/referencedby")).ShouldSay($"[{line}]");
        (await registry.DeleteAsync("/subjects/money")).Refused(422, 42206).ShouldContain("money");
        (await registry.DeleteAsync("/subjects/money/versions/1")).Refused(422, 42206);

        // A referrer that is softly deleted no longer holds it from a soft deletion, but from one for good.
        await registry.DeleteAsync("/subjects/line");
        (await registry.GetAsync("/subjects/money/versions/1/referencedby")).ShouldSay("[]");
        (await registry.GetAsync("/subjects/money/versions/1/referencedby?deleted=true")).ShouldSay($"[{line}]");
        (await registry.DeleteAsync("/subjects/money")).ShouldSay("[1]");
        (await registry.DeleteAsync("/subjects/money?permanent=true")).Refused(422, 42206);
        (await registry.DeleteAsync("/subjects/money/versions/1?permanent=true")).Refused(422, 42206);
        (await registry.DeleteAsync("/subjects/line?permanent=true")).ShouldSay("[1]");
        (await registry.DeleteAsync("/subjects/money?permanent=true")).ShouldSay("[1]");
    }

    [Fact]
    public async Task A_softly_deleted_type_still_completes_those_that_refer_to_it()
    {
        await using var registry = await TestRegistry.StartAsync();
        using var client = registry.Client();
        var reference = new SchemaReference("shop.Money", "money", 1);
        await registry.RegisterAsync("money", TestSchemas.Money);
        var line = await registry.RegisterAsync("line", TestSchemas.Line, reference);
        await registry.DeleteAsync("/subjects/line");
        await registry.DeleteAsync("/subjects/money");
        await registry.RegisterAsync("money", TestSchemas.Money);                      // version 1 stays: it is referred to
        (await registry.GetAsync("/subjects/money/versions?deleted=true")).ShouldSay("[1,2]");
        (await client.GetSchemaAsync(new(line), Stop)).ToString().ShouldContain("cents");
    }

    [Fact]
    public async Task A_subject_that_is_gone_takes_its_settings_along()
    {
        await using var registry = await TestRegistry.StartAsync();
        foreach (var path in (string[])["/subjects/a", "/subjects/a/versions/1"])
        {
            await registry.RegisterAsync("a", TestSchemas.Cart);
            await registry.PutAsync("/config/a", """{"compatibility":"FULL"}""");
            await registry.PutAsync("/mode/a", """{"mode":"READWRITE"}""");
            await registry.DeleteAsync(path);
            (await registry.GetAsync("/config/a")).Ok["compatibilityLevel"]!.GetValue<string>().ShouldBe("FULL");
            await registry.DeleteAsync(path + "?permanent=true");
            (await registry.GetAsync("/config/a")).Refused(404, 40408);
            (await registry.GetAsync("/mode/a")).Refused(404, 40409);
        }
    }

    [Fact]
    public async Task More_versions_than_one_batch_holds_are_deleted_for_good_together()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.Log.Settings = registry.Log.Settings with { MaxBatchBytes = 600 };
        for (var size = 1; size <= 12; size++)
            await registry.RegisterAsync("a", $$"""{"type":"record","name":"R{{size}}","aliases":["R{{size - 1}}"],"fields":[]}""");
        await registry.DeleteAsync("/subjects/a");
        (await registry.DeleteAsync("/subjects/a?permanent=true")).Ok.AsArray().Count.ShouldBe(12);
        await registry.RestartAsync();
        registry.State.Subjects.ShouldBeEmpty();
        registry.State.HighestId.ShouldBe(12);
    }
}
