using Microsoft.AspNetCore.Http;
using SmartKart.Schemas.Registry;

namespace SmartKart.Schemas.Tests.Registry;

public sealed class CachingTests : RegistryTests
{
    [Fact]
    public async Task What_never_changes_is_asked_for_once()
    {
        var id = await Client.RegisterAsync("p-value", Text(Point), Stop);
        for (var i = 0; i < 3; i++)
        {
            await Client.RegisterAsync("p-value", Text(Point), Stop);
            await Client.LookUpAsync("p-value", Text(Point), Stop);
            await Client.GetSchemaAsync(id, Stop);
            await Client.GetVersionAsync("p-value", new SubjectVersion(1), Stop);
        }

        Asked.ShouldBe(["POST /subjects/p-value/versions", "POST /subjects/p-value", $"GET /schemas/ids/{id}", "GET /subjects/p-value/versions/1"]);
    }

    [Fact]
    public async Task Callers_that_ask_for_one_id_at_once_share_one_call()
    {
        var id = await Client.RegisterAsync("p-value", Text(Point), Stop);
        var (came, goOn) = Registry.Hold();
        var callers = Enumerable.Range(0, 50).Select(_ => Client.GetSchemaAsync(id, Stop).AsTask()).ToArray();
        await came.WaitAsync(Stop);

        goOn.SetResult();

        (await Task.WhenAll(callers)).Distinct().ShouldHaveSingleItem();
        Asked.Count(line => line.StartsWith("GET", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task A_caller_that_gives_up_leaves_the_call_to_the_others()
    {
        var id = await Client.RegisterAsync("p-value", Text(Point), Stop);
        using var giveUp = new CancellationTokenSource();
        var (came, goOn) = Registry.Hold();
        var hasty = Client.GetSchemaAsync(id, giveUp.Token).AsTask();
        var patient = Client.GetSchemaAsync(id, Stop).AsTask();
        await came.WaitAsync(Stop);

        await giveUp.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => hasty);
        goOn.SetResult();

        (await patient).FullName.ShouldBe("geo.Point");
    }

    [Fact]
    public async Task What_failed_is_not_remembered()
    {
        await Refused(() => Client.GetSchemaAsync(new SchemaId(1), Stop).AsTask());
        await Client.RegisterAsync("p-value", Text(Point), Stop);

        (await Client.GetSchemaAsync(new SchemaId(1), Stop)).FullName.ShouldBe("geo.Point");
    }

    [Fact]
    public async Task A_deleted_subject_is_forgotten()
    {
        await Client.RegisterAsync("p-value", Text(Point), Stop);
        await Client.GetVersionAsync("p-value", new SubjectVersion(1), Stop);
        await Client.DeleteSubjectAsync("p-value", Deletion.Soft, Stop);

        await Refused(() => Client.GetVersionAsync("p-value", new SubjectVersion(1), Stop).AsTask());
        await Client.RegisterAsync("p-value", Text(Point), Stop);
        (await Client.GetVersionsAsync("p-value", Stop)).ShouldBe([2]);
    }

    [Fact]
    public async Task What_was_on_its_way_when_its_subject_was_deleted_is_not_remembered()
    {
        await Client.RegisterAsync("p-value", Text(Point), Stop);
        var came = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        Registry.Faults.Enqueue(async context =>
        {
            came.SetResult();
            await goOn.Task;
            await context.Response.WriteAsync("""{"subject":"p-value","version":1,"id":1,"schema":"\"int\""}""", Stop);
        });
        var onItsWay = Client.GetVersionAsync("p-value", new SubjectVersion(1), Stop).AsTask();
        await came.Task.WaitAsync(Stop);

        await Client.DeleteSubjectAsync("p-value", Deletion.Soft, Stop);
        goOn.SetResult();

        (await onItsWay).Text.ShouldBe(Text("\"int\""));
        await Refused(() => Client.GetVersionAsync("p-value", new SubjectVersion(1), Stop).AsTask());
    }

    [Fact]
    public async Task The_oldest_goes_when_there_are_too_many()
    {
        using var client = Connect(options => options with { MaxCachedSchemas = 2 });
        foreach (var type in (string[])["\"int\"", "\"long\"", "\"string\""]) await client.RegisterAsync("n-value", Text(type), Stop);
        foreach (var id in (int[])[1, 2, 3, 3, 2, 1]) await client.GetSchemaAsync(new SchemaId(id), Stop);

        Asked.Where(line => line.StartsWith("GET", StringComparison.Ordinal)).ShouldBe(
            ["GET /schemas/ids/1", "GET /schemas/ids/2", "GET /schemas/ids/3", "GET /schemas/ids/1"]);
    }

    [Fact]
    public async Task A_disposed_client_ends_its_calls()
    {
        var client = Connect();
        var (came, _) = Registry.Hold();
        var schema = client.GetSchemaAsync(new SchemaId(1), Stop).AsTask();
        await came.WaitAsync(Stop);

        client.Dispose();

        await Should.ThrowAsync<OperationCanceledException>(() => schema);
        await Should.ThrowAsync<ObjectDisposedException>(async () => await client.GetSchemaAsync(new SchemaId(1), Stop));
    }
}
