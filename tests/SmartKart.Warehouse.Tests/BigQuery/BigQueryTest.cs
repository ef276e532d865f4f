using SmartKart.Warehouse.BigQuery;
using SmartKart.Warehouse.Tests.BigQuery.Server;

namespace SmartKart.Warehouse.Tests.BigQuery;

/// <summary>A server and a client of it per test, over HTTP; without libduckdb, on which the server runs its SQL, a test is skipped by name.</summary>
public abstract class BigQueryTest : IAsyncLifetime
{
    private BigQueryClient? _client;

    private protected LocalBigQuery Server { get; private set; } = null!;        // set before a test runs

    private protected LeapingTime Time { get; } = new();

    private protected BigQueryClient Client => _client ??= NewClient();

    private protected DirectoryInfo Folder { get; } = Directory.CreateTempSubdirectory("smartkart-bigquery-test-");

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        try
        {
            Server = await LocalBigQuery.StartAsync();
        }
        catch (WarehouseLibraryException missing)
        {
            Assert.Skip(missing.Message);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        if (Server is not null) await Server.DisposeAsync();
        Folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    private protected virtual BigQueryOptions Options => new()
    {
        ProjectId = LocalBigQuery.Project,
        Location = LocalBigQuery.Location,
        BaseUri = Server.Url,
        Anonymous = true,
        LongPoll = TimeSpan.FromMilliseconds(50),
        MaxRetries = 3,
    };

    private protected BigQueryClient NewClient(Func<BigQueryOptions, BigQueryOptions>? change = null, TimeProvider? time = null) =>
        new(change is null ? Options : change(Options), time ?? Time, new Random(1));

    /// <summary>The dataset <c>shop</c> with a table <c>sale</c> of three rows.</summary>
    private protected async Task GivenSalesAsync()
    {
        await Client.ExecuteAsync("CREATE SCHEMA shop", null, Cancellation);
        await Client.ExecuteAsync(
            "CREATE TABLE `shop.sale` AS SELECT * FROM (VALUES (1, 'tea', 2.5), (2, 'pot', 12.0), (3, 'tea', 3.5)) t(id, product, price)", null, Cancellation);
        Server.Requests.Clear();
    }

    private protected async Task<T> OneAsync<T>(string sql, params IReadOnlyList<BigQueryParameter> parameters)
    {
        await using var rows = await Client.QueryAsync(sql, new QueryOptions { Parameters = parameters }, Cancellation);
        (await rows.ReadAsync(Cancellation)).ShouldBeTrue();
        return rows.Row.Get<T>(0);
    }
}
