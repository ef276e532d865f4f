using System.Text.Json.Nodes;
using SmartKart.Schemas.Registry;

namespace SmartKart.Schemas.Tests.Registry;

public sealed class SubjectTests : RegistryTests
{
    [Fact]
    public async Task A_registered_schema_is_found_by_its_id_its_text_and_its_version()
    {
        var id = await Client.RegisterAsync("points-value", Text(Point), Stop);

        (await Client.GetSchemaAsync(id, Stop)).ToString().ShouldBe(AvroSchema.Parse(Point).ToString());
        (await Client.LookUpAsync("points-value", Text(Point), Stop)).ShouldBe(new SubjectSchema("points-value", 1, id, Text(Point)));
        (await Client.GetVersionAsync("points-value", new SubjectVersion(1), Stop)).ShouldBe(new SubjectSchema("points-value", 1, id, Text(Point)));
    }

    [Fact]
    public async Task A_schema_is_sent_as_the_API_describes()
    {
        await Client.RegisterAsync("points-value", Text(Point, new SchemaReference("geo.Unit", "units", 3)), Stop);

        var request = Registry.Requests.ShouldHaveSingleItem();
        request.Line.ShouldBe("POST /subjects/points-value/versions");
        request.ContentType.ShouldBe("application/vnd.schemaregistry.v1+json");
        request.Accept.ShouldBe("application/vnd.schemaregistry.v1+json");
        var body = JsonNode.Parse(request.Body)!.AsObject();
        body.Select(member => member.Key).ShouldBe(["schema", "references"]);
        body["schema"]!.GetValue<string>().ShouldBe(Point);
        body["references"]!.ToJsonString().ShouldBe("""[{"name":"geo.Unit","subject":"units","version":3}]""");
    }

    [Fact]
    public async Task The_same_schema_has_one_id_under_two_subjects()
    {
        var one = await Client.RegisterAsync("a-value", Text(Point), Stop);
        var other = await Client.RegisterAsync("b-value", Text(Point), Stop);

        other.ShouldBe(one);
        (await Client.GetSubjectsAsync(Stop)).ShouldBe(["a-value", "b-value"]);
    }

    [Fact]
    public async Task The_latest_version_is_asked_for_each_time()
    {
        await Client.RegisterAsync("n-value", Text("\"int\""), Stop);
        (await Client.GetVersionAsync("n-value", SubjectVersion.Latest, Stop)).Version.ShouldBe(1);
        await Client.RegisterAsync("n-value", Text("\"long\""), Stop);

        var latest = await Client.GetVersionAsync("n-value", SubjectVersion.Latest, Stop);

        (latest.Version, latest.Text).ShouldBe((2, Text("\"long\"")));
        (await Client.GetVersionsAsync("n-value", Stop)).ShouldBe([1, 2]);
    }

    [Theory]
    [InlineData("a/b c-value", "/subjects/a%2Fb%20c-value/versions")]
    [InlineData(":.staging:clicks-value", "/subjects/%3A.staging%3Aclicks-value/versions")]
    [InlineData("größe?x=1#2", "/subjects/gr%C3%B6%C3%9Fe%3Fx%3D1%232/versions")]
    public async Task A_subject_of_any_spelling_stays_one_step_of_the_path(string subject, string path)
    {
        await Client.RegisterAsync(subject, Text(Point), Stop);

        Asked.ShouldBe(["POST " + path]);
        (await Client.GetSubjectsAsync(Stop)).ShouldBe([subject]);
    }

    [Fact]
    public async Task A_subject_is_deleted_softly_then_permanently()
    {
        await Client.RegisterAsync("p-value", Text(Point), Stop);

        var early = await Refused(() => Client.DeleteSubjectAsync("p-value", Deletion.Permanent, Stop));
        early.ErrorCode.ShouldBe(RegistryErrorCode.SubjectNotSoftDeleted);
        early.Message.ShouldContain("Delete it softly first.");

        (await Client.DeleteSubjectAsync("p-value", Deletion.Soft, Stop)).ShouldBe([1]);
        (await Client.GetSubjectsAsync(Stop)).ShouldBeEmpty();
        (await Client.DeleteSubjectAsync("p-value", Deletion.Permanent, Stop)).ShouldBe([1]);
        Asked.Last().ShouldBe("DELETE /subjects/p-value?permanent=true");
    }

    [Fact]
    public async Task A_version_is_deleted_by_itself()
    {
        await Client.RegisterAsync("n-value", Text("\"int\""), Stop);
        await Client.RegisterAsync("n-value", Text("\"long\""), Stop);

        (await Client.DeleteVersionAsync("n-value", new SubjectVersion(1), Deletion.Soft, Stop)).ShouldBe(1);
        (await Client.DeleteVersionAsync("n-value", new SubjectVersion(1), Deletion.Permanent, Stop)).ShouldBe(1);

        (await Client.GetVersionsAsync("n-value", Stop)).ShouldBe([2]);
        Asked.ShouldContain("DELETE /subjects/n-value/versions/1?permanent=true");
    }

    [Fact]
    public async Task A_compatibility_test_says_why_not()
    {
        Registry.Store.Closed["p-value"] = "READER_FIELD_MISSING_DEFAULT_VALUE at /fields/1";

        var verdict = await Client.TestCompatibilityAsync("p-value", SubjectVersion.Latest, Text(Point), Stop);
        var other = await Client.TestCompatibilityAsync("q-value", Text(Point), Stop);

        verdict.IsCompatible.ShouldBeFalse();
        verdict.Messages.ShouldBe(["READER_FIELD_MISSING_DEFAULT_VALUE at /fields/1"]);
        (other.IsCompatible, other.Messages.Count).ShouldBe((true, 0));
        Asked.ShouldBe(["POST /compatibility/subjects/p-value/versions/latest?verbose=true", "POST /compatibility/subjects/q-value/versions?verbose=true"]);
    }

    [Fact]
    public async Task Normalising_is_the_registrys_work_and_is_asked_for()
    {
        using var client = Connect(options => options with { NormalizeSchemas = true });

        await client.RegisterAsync("p-value", Text(Point), Stop);
        await client.LookUpAsync("p-value", Text(Point), Stop);
        await client.TestCompatibilityAsync("p-value", Text(Point), Stop);

        Asked.ShouldBe([
            "POST /subjects/p-value/versions?normalize=true", "POST /subjects/p-value?normalize=true",
            "POST /compatibility/subjects/p-value/versions?verbose=true&normalize=true"]);
    }

    [Fact]
    public async Task The_path_of_an_address_is_kept_before_the_registrys_own()
    {
        using var client = Connect(options => options with { Urls = [new Uri(Registry.Url, "apis/ccompat")] });

        await Refused(() => client.GetSubjectsAsync(Stop));

        Asked.ShouldBe(["GET /apis/ccompat/subjects"]);
    }
}
