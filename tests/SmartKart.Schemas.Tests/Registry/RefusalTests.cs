using System.Net;
using Microsoft.AspNetCore.Http;
using SmartKart.Schemas.Registry;

namespace SmartKart.Schemas.Tests.Registry;

public sealed class RefusalTests : RegistryTests
{
    [Fact]
    public async Task An_unknown_id_names_the_id_and_the_registry()
    {
        var error = await Refused(() => Client.GetSchemaAsync(new SchemaId(4711), Stop).AsTask());

        (error.StatusCode, error.ErrorCode, error.Id, error.Registry).ShouldBe((HttpStatusCode.NotFound, RegistryErrorCode.SchemaNotFound, new SchemaId(4711), Registry.Url));
        error.Message.ShouldBe(
            $"schema registry {Registry.Url}: could not read the schema with id 4711: HTTP 404, error 40403, \"Schema 4711 not found\". " +
            "The message was written through another registry, or the schema was deleted permanently; point SchemaRegistry:Urls at the registry that its producer uses.");
        Asked.ShouldBe(["GET /schemas/ids/4711"]);      // a refusal is not asked for again
    }

    [Fact]
    public async Task An_incompatible_schema_is_refused_with_the_registrys_reason()
    {
        Registry.Store.Closed["p-value"] = "NAME_MISMATCH";

        var error = await Refused(() => Client.RegisterAsync("p-value", Text(Point), Stop).AsTask());

        (error.StatusCode, error.ErrorCode, error.Subject).ShouldBe((HttpStatusCode.Conflict, RegistryErrorCode.Incompatible, "p-value"));
        error.Message.ShouldContain("could not register a schema under 'p-value': HTTP 409");
        error.Message.ShouldContain("NAME_MISMATCH");
        error.Message.ShouldContain("a new field needs a default");
    }

    [Fact]
    public async Task An_unknown_subject_an_unknown_version_and_an_unknown_schema_are_told_apart()
    {
        await Client.RegisterAsync("p-value", Text(Point), Stop);

        (await Refused(() => Client.GetVersionsAsync("q-value", Stop))).ErrorCode.ShouldBe(RegistryErrorCode.SubjectNotFound);
        (await Refused(() => Client.GetVersionAsync("p-value", new SubjectVersion(2), Stop).AsTask())).ErrorCode.ShouldBe(RegistryErrorCode.VersionNotFound);
        (await Refused(() => Client.LookUpAsync("p-value", Text("\"int\""), Stop).AsTask())).ErrorCode.ShouldBe(RegistryErrorCode.SchemaNotFound);
    }

    [Theory]
    [InlineData("<html>hello</html>", "its answer cannot be used: is not JSON")]
    [InlineData("", "its answer cannot be used: the answer is no array in null")]
    [InlineData("{\"a\":1}", "its answer cannot be used: the answer is no array in {\"a\":1}")]
    [InlineData("[\"a\",7]", "its answer cannot be used: an item is no string in [\"a\",7]")]
    [InlineData("[\"\\ud800\"]", "its answer cannot be used: an item is not valid Unicode")]
    public async Task An_answer_that_is_not_the_APIs_is_told_with_the_address_to_check(string answer, string told)
    {
        Registry.Fail(200, answer);

        var error = await Refused(() => Client.GetSubjectsAsync(Stop));

        error.Message.ShouldContain(told);
        error.Message.ShouldContain("SchemaRegistry:Urls");
        Asked.Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_refusal_in_a_proxys_words_keeps_its_status()
    {
        Registry.Fail(403, "<html>no</html>");

        var error = await Refused(() => Client.GetSubjectsAsync(Stop));

        (error.StatusCode, error.ErrorCode).ShouldBe((HttpStatusCode.Forbidden, null));
        error.Message.ShouldContain("HTTP 403, without a reason.");
    }

    [Fact]
    public async Task A_schema_of_another_language_is_told()
    {
        Registry.Fail(200, """{"schemaType":"PROTOBUF","schema":"syntax = \"proto3\";"}""");

        (await Refused(() => Client.GetSchemaAsync(new SchemaId(1), Stop).AsTask())).Message.ShouldContain("is a schema of the type PROTOBUF, and only AVRO is read here");
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        Registry.Faults.Enqueue(context =>
        {
            context.Response.Redirect("/subjects");
            return Task.CompletedTask;
        });

        (await Refused(() => Client.GetVersionsAsync("p-value", Stop))).Message.ShouldContain("put the final address in SchemaRegistry:Urls");
    }

    [Fact]
    public async Task An_answer_beyond_the_limit_is_not_read_to_its_end()
    {
        using var client = Connect(options => options with { MaxResponseBytes = 1024 });
        var sent = 0;
        Registry.Faults.Enqueue(async context =>
        {
            var piece = new string('x', 64 * 1024);
            while (!context.RequestAborted.IsCancellationRequested && sent < 100_000_000)
            {
                await context.Response.WriteAsync(piece, context.RequestAborted);
                sent += piece.Length;
            }
        });

        var error = await Refused(() => client.GetSubjectsAsync(Stop));

        error.Message.ShouldContain("its answer is longer than 1024 bytes");
        sent.ShouldBeLessThan(100_000_000);
    }
}
