using System.Text;
using SmartKart.Broker.SchemaRegistry;
using SmartKart.Broker.Storage;
using SmartKart.Broker.Tests.Storage;
using SmartKart.Schemas.Registry;

namespace SmartKart.Broker.Tests.SchemaRegistry;

public sealed class RestartTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_was_answered_is_there_after_a_restart(bool compacts)
    {
        await using var registry = await TestRegistry.StartAsync();
        await registry.RegisterAsync("money", TestSchemas.Money);
        await registry.RegisterAsync("line", TestSchemas.Line, new SchemaReference("shop.Money", "money", 1));
        for (var round = 0; round < 3; round++)
        {
            await registry.RegisterAsync("cart", TestSchemas.Cart);
            await registry.RegisterAsync("cart", TestSchemas.CartWithNote);
            await registry.DeleteAsync("/subjects/cart/versions/latest");
            await registry.PutAsync("/config/cart", """{"compatibility":"FORWARD"}""");
            await registry.DeleteAsync("/config/cart");
            await registry.PutAsync("/config", """{"compatibility":"FULL"}""");
            await registry.PutAsync("/mode/line", """{"mode":"READONLY"}""");
        }
        await registry.RegisterAsync("gone", TestSchemas.Cart);
        await registry.DeleteAsync("/subjects/gone");
        var before = await ViewAsync(registry);
        var records = registry.Log.ReadRecords().Count;
        await registry.RestartAsync(compacts);
        (await ViewAsync(registry)).ShouldBe(before);
        if (compacts) registry.Log.ReadRecords().Count.ShouldBeLessThan(records - 10);
    }

    [Fact]
    public async Task A_registry_opens_after_markers_and_gaps()
    {
        await using var registry = await TestRegistry.StartAsync();
        await registry.RegisterAsync("a", TestSchemas.Cart);
        registry.Log.Append(TestBatches.Marker(5, commit: true), source: AppendSource.Coordinator).Fault.ShouldBe(AppendFault.None);
        await registry.RegisterAsync("b", TestSchemas.Cart);
        await registry.DeleteAsync("/subjects/a");
        await registry.RestartAsync(compacts: true);
        registry.State.Subjects.Keys.ShouldBe(["a", "b"]);
    }

    [Theory]
    [InlineData("nonsense", "{}", "not a record of a schema registry")]
    [InlineData("""{"keytype":"ODD","magic":0}""", "{}", "the key's type is 'ODD'")]
    [InlineData("""{"keytype":"SCHEMA","subject":"a","version":1,"magic":1}""", """{"id":1}""", "not a record")]
    [InlineData("""{"keytype":"SCHEMA","subject":"a","version":1,"magic":1}""", """{"id":1,"schema":"{}","schemaType":"JSON"}""", "AVRO alone")]
    [InlineData("""{"keytype":"SCHEMA","subject":null,"version":1,"magic":1}""", "{}", "names no subject")]
    [InlineData("""{"keytype":"CONFIG","subject":null,"magic":0}""", """{"compatibilityLevel":"ODD"}""", "'ODD'")]
    [InlineData("""{"keytype":"MODE","subject":null,"magic":0}""", "7", "not a record")]
    [InlineData("""{"keytype":"NOOP","magic":0} x""", "{}", "something follows")]
    public void A_record_that_cannot_be_read_is_named_with_its_log_and_offset(string key, string value, string problem)
    {
        using var folder = new TestFolder();
        using var log = PartitionLog.Open(folder["_schemas-0"], LogSettings.Default, new LogEnvironment());
        log.Append(TestBatches.Of([("""{"keytype":"NOOP","magic":0}""", null), (key, value)]));
        var fault = Should.Throw<RegistryLogException>(() => SubjectStore.Open(new SchemaLog(log, TimeProvider.System)));
        fault.Offset.ShouldBe(1);
        fault.Message.ShouldStartWith("_schemas-0, offset 1: ");
        fault.Message.ShouldContain(problem);
        fault.Message.ShouldContain("delete the records");
    }

    [Fact]
    public void A_compressed_batch_is_not_guessed_at()
    {
        using var folder = new TestFolder();
        using var log = PartitionLog.Open(folder["_schemas-0"], LogSettings.Default, new LogEnvironment());
        log.Append(TestBatches.Compressed(3));
        Should.Throw<RegistryLogException>(() => SubjectStore.Open(new SchemaLog(log, TimeProvider.System))).Message.ShouldContain("compressed");
    }

    [Fact]
    public async Task A_disk_that_fails_is_told_and_what_was_there_is_still_read()
    {
        using var folder = new TestFolder();
        await using var commit = new GroupCommit(1);
        var fails = false;
        using var log = PartitionLog.Open(folder["_schemas-0"], LogSettings.Default, new LogEnvironment
        {
            Commit = commit,
            Sync = file =>
            {
                if (fails) throw new IOException("the disk is broken");
                RandomAccess.FlushToDisk(file);
            },
        });
        using var store = SubjectStore.Open(new SchemaLog(log, TimeProvider.System));
        await store.ChangeAsync(_ => new Decision<int>(0, [Schema("a", 1)]), TestContext.Current.CancellationToken);
        fails = true;
        await Should.ThrowAsync<LogFlushException>(() => store.ChangeAsync(_ => new Decision<int>(0, [Schema("b", 2)]), TestContext.Current.CancellationToken));
        await Should.ThrowAsync<LogFlushException>(() => store.ChangeAsync(_ => new Decision<int>(0, [Schema("c", 3)]), TestContext.Current.CancellationToken));
        store.State.Subjects.Keys.ShouldBe(["a"]);
        RegistryError.Of(new LogFlushException("d", new IOException("x")))!.Code.ShouldBe(50001);
    }

    [Fact]
    public void Records_have_the_bytes_of_Confluents_schemas_topic()
    {
        var schema = new SchemaText("\"int\"", [new SchemaReference("n", "s", 3)]);
        (RegistryRecord Record, string Key, string? Value)[] golden =
        [
            (new SchemaRecord("a-value", 2, new StoredSchema(7, new SchemaText("\"int\""))),
                """{"keytype":"SCHEMA","subject":"a-value","version":2,"magic":1}""",
                """{"subject":"a-value","version":2,"id":7,"schema":"\"int\"","deleted":false}"""),
            (new SchemaRecord("a", 1, new StoredSchema(1, schema, IsDeleted: true)),
                """{"keytype":"SCHEMA","subject":"a","version":1,"magic":1}""",
                """{"subject":"a","version":1,"id":1,"references":[{"name":"n","subject":"s","version":3}],"schema":"\"int\"","deleted":true}"""),
            (new SchemaRecord("a", 1, null), """{"keytype":"SCHEMA","subject":"a","version":1,"magic":1}""", null),
            (new ConfigRecord(null, new RegistryConfig(Schemas.CompatibilityLevel.FullTransitive)),
                """{"keytype":"CONFIG","subject":null,"magic":0}""", """{"subject":null,"compatibilityLevel":"FULL_TRANSITIVE"}"""),
            (new ConfigRecord("a", null), """{"keytype":"CONFIG","subject":"a","magic":0}""", null),
            (new ModeRecord("a", RegistryMode.ReadOnlyOverride),
                """{"keytype":"MODE","subject":"a","magic":0}""", """{"subject":"a","mode":"READONLY_OVERRIDE"}"""),
            (new DeleteSubjectRecord("a", 4), """{"keytype":"DELETE_SUBJECT","subject":"a","magic":0}""", """{"subject":"a","version":4}"""),
            (new ClearSubjectRecord(null), """{"keytype":"CLEAR_SUBJECT","subject":null,"magic":0}""", """{"subject":null}"""),
            (new HighestIdRecord(9), """{"keytype":"NOOP","magic":0}""", """{"highestId":9}"""),
            (new HighestIdRecord(null), """{"keytype":"NOOP","magic":0}""", null),
        ];
        foreach (var (record, key, value) in golden)
        {
            Encoding.UTF8.GetString(RecordFormat.Key(record)).ShouldBe(key);
            (RecordFormat.Value(record) is { } bytes ? Encoding.UTF8.GetString(bytes) : null).ShouldBe(value);
            RecordFormat.Read(RecordFormat.Key(record), RecordFormat.Value(record) ?? [], value is not null).ShouldBe(record);
        }
        // As Confluent's registry of before 5.5 wrote them, and with what only newer ones know.
        RecordFormat.Read(Utf8("""{"keytype":"CONFIG","magic":0}"""), Utf8("""{"compatibilityLevel":"FULL","alias":null}"""), true)
            .ShouldBe(new ConfigRecord(null, new RegistryConfig(Schemas.CompatibilityLevel.Full)));
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static SchemaRecord Schema(string subject, int id) => new(subject, 1, new StoredSchema(id, new SchemaText("\"int\"")));

    private static async Task<string> ViewAsync(TestRegistry registry)
    {
        var view = new StringBuilder();
        string[] paths =
        [
            "/schemas?deleted=true", "/subjects", "/subjects?deletedOnly=true", "/config", "/config/cart", "/mode/line",
            "/subjects/money/versions/1/referencedby", "/schemas/ids/3/versions?deleted=true", "/schemas/ids/1?fetchMaxId=true",
        ];
        foreach (var path in paths)
            view.AppendLine((await registry.GetAsync(path)).Text);
        return view.ToString();
    }
}
