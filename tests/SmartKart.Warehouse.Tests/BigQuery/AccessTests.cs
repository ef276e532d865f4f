using SmartKart.Warehouse.BigQuery;

namespace SmartKart.Warehouse.Tests.BigQuery;

public class AccessTests : BigQueryTest
{
    private string KeyPath => Path.Combine(Folder.FullName, "key.json");

    [Fact]
    public async Task A_service_account_signs_for_a_token_that_serves_many_requests()
    {
        using var client = GivenAccount();
        for (var i = 0; i < 3; i++) await client.ExecuteAsync("SELECT 1", null, Cancellation);
        Server.Tokens.Issued.ShouldBe(1);
    }

    [Fact]
    public async Task A_token_that_is_refused_is_renewed_once_for_all_requests()
    {
        using var client = GivenAccount();
        await client.ExecuteAsync("SELECT 1", null, Cancellation);
        Server.Tokens.Revoke();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => client.ExecuteAsync("SELECT 1", null, Cancellation)));
        Server.Tokens.Issued.ShouldBe(2);
    }

    [Fact]
    public async Task A_fixed_token_that_is_refused_is_an_error_with_a_remedy()
    {
        Server.Tokens.Required = true;
        using var client = NewClient(options => options with { Anonymous = false, AccessToken = "stale" });
        var refused = await Should.ThrowAsync<BigQueryAccessException>(() => client.QueryAsync("SELECT 1", null, Cancellation));
        refused.Message.ShouldContain("refused the access token");
        refused.Message.ShouldContain("project shop");
        Server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_key_that_is_not_there_or_no_key_is_named()
    {
        using var absent = NewClient(options => options with { Anonymous = false, CredentialsPath = KeyPath });
        (await Should.ThrowAsync<BigQueryAccessException>(() => absent.QueryAsync("SELECT 1", null, Cancellation))).Message.ShouldContain(KeyPath);
        foreach (var text in new[] { "{\"type\": \"external_account\"}", "this is no key", "{\"type\": \"service_account\"}", "" })
        {
            await File.WriteAllTextAsync(KeyPath, text, Cancellation);
            using var foreign = NewClient(options => options with { Anonymous = false, CredentialsPath = KeyPath });
            (await Should.ThrowAsync<BigQueryAccessException>(() => foreign.QueryAsync("SELECT 1", null, Cancellation))).Message.ShouldContain(KeyPath);
        }
    }

    private BigQueryClient GivenAccount()
    {
        Server.Tokens.Required = true;
        Server.Tokens.WriteKey(KeyPath, Server.Url);
        return NewClient(options => options with { Anonymous = false, CredentialsPath = KeyPath });
    }
}
