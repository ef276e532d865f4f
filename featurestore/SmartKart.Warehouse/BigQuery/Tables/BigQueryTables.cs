using System.Net;
using System.Runtime.CompilerServices;

namespace SmartKart.Warehouse.BigQuery;

/// <summary>A client's tables and datasets. Each method throws <see cref="BigQueryRequestException"/> where BigQuery refuses or cannot be reached.</summary>
public sealed class BigQueryTables
{
    private readonly RestTransport _transport;
    private readonly BigQueryOptions _options;

    internal BigQueryTables(RestTransport transport, BigQueryOptions options) => (_transport, _options) = (transport, options);

    private string Own => _options.ProjectId!;       // checked when the client was made

    /// <summary>Makes a dataset, where the options' location says.</summary>
    public async Task CreateDatasetAsync(DatasetName name, CancellationToken cancellation = default)
    {
        var project = name.Project ?? Own;
        var body = new DatasetResource { DatasetReference = name.ToReference(Own), Location = _options.Location };
        var request = new RestRequest(HttpMethod.Post, RestRequest.At(project, "datasets"), $"create the dataset {name}", Own)
            .With(body, BigQueryJson.Default.DatasetResource);
        await CreateAsync(request, cancellation);
    }

    /// <summary>Whether there is such a dataset.</summary>
    public async Task<bool> DatasetExistsAsync(DatasetName name, CancellationToken cancellation = default) =>
        await FindAsync(new RestRequest(HttpMethod.Get, Path(name), $"read the dataset {name}", Own), cancellation) is not null;

    /// <summary>Deletes a dataset.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="withTables">Whether its tables go with it; otherwise one that has any is kept, and it is an error.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>Whether there was one.</returns>
    public Task<bool> DeleteDatasetAsync(DatasetName name, bool withTables = false, CancellationToken cancellation = default) =>
        DeleteAsync(
            new RestRequest(HttpMethod.Delete, Path(name) + (withTables ? "?deleteContents=true" : ""), $"delete the dataset {name}", Own), cancellation);

    /// <summary>The datasets of a project, which are fetched in pages as they are read.</summary>
    /// <param name="project">The project; null is the client's own.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public async IAsyncEnumerable<DatasetName> ListDatasetsAsync(string? project = null, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        string? token = null;
        do
        {
            var path = RestRequest.At(project ?? Own, "datasets") + PageOf(token);
            var request = new RestRequest(HttpMethod.Get, path, $"list the datasets of {project ?? Own}", Own);
            var page = (await _transport.SendAsync(request, cancellation)).Read(request, BigQueryJson.Default.DatasetList);
            foreach (var dataset in page.Datasets ?? []) yield return new DatasetName(dataset.DatasetReference.ProjectId, dataset.DatasetReference.DatasetId);
            token = page.NextPageToken;
        }
        while (token is not null);
    }

    /// <summary>Makes a table.</summary>
    /// <returns>It, as BigQuery has it.</returns>
    public async Task<TableDefinition> CreateAsync(TableDefinition table, CancellationToken cancellation = default)
    {
        var path = RestRequest.At(table.Name.Project ?? Own, "datasets", table.Name.Dataset, "tables");
        var request = new RestRequest(HttpMethod.Post, path, $"create the table {table.Name}", Own)
            .With(table.ToResource(Own), BigQueryJson.Default.TableResource);
        return await CreateAsync(request, cancellation) is { } reply
            ? TableDefinition.From(reply.Read(request, BigQueryJson.Default.TableResource))
            : await FindAsync(table.Name, cancellation) ?? table;
    }

    /// <summary>A table; null where there is none.</summary>
    public async Task<TableDefinition?> FindAsync(TableName name, CancellationToken cancellation = default)
    {
        var request = new RestRequest(HttpMethod.Get, Path(name), $"read the table {name}", Own);
        return await FindAsync(request, cancellation) is { } reply ? TableDefinition.From(reply.Read(request, BigQueryJson.Default.TableResource)) : null;
    }

    /// <summary>Deletes a table.</summary>
    /// <returns>Whether there was one.</returns>
    public Task<bool> DeleteAsync(TableName name, CancellationToken cancellation = default) =>
        DeleteAsync(new RestRequest(HttpMethod.Delete, Path(name), $"delete the table {name}", Own), cancellation);

    /// <summary>The tables of a dataset, views too, which are fetched in pages as they are read.</summary>
    public async IAsyncEnumerable<TableName> ListAsync(DatasetName dataset, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        string? token = null;
        do
        {
            var request = new RestRequest(HttpMethod.Get, $"{Path(dataset)}/tables{PageOf(token)}", $"list the tables of {dataset}", Own);
            var page = (await _transport.SendAsync(request, cancellation)).Read(request, BigQueryJson.Default.TableList);
            foreach (var table in page.Tables ?? []) yield return TableName.From(table.TableReference);
            token = page.NextPageToken;
        }
        while (token is not null);
    }

    // Null where an earlier attempt, whose answer was lost, had done it.
    private async Task<RestReply?> CreateAsync(RestRequest request, CancellationToken cancellation)
    {
        try
        {
            return await _transport.SendAsync(request, cancellation);
        }
        catch (BigQueryRequestException e) when (e is { Status: HttpStatusCode.Conflict, Attempts: > 1 })
        {
            return null;
        }
    }

    private async Task<RestReply?> FindAsync(RestRequest request, CancellationToken cancellation)
    {
        try
        {
            return await _transport.SendAsync(request, cancellation);
        }
        catch (BigQueryRequestException e) when (e.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    // Where an answer was lost, the next attempt finds nothing: it is gone all the same.
    private async Task<bool> DeleteAsync(RestRequest request, CancellationToken cancellation)
    {
        try
        {
            await _transport.SendAsync(request, cancellation);
            return true;
        }
        catch (BigQueryRequestException e) when (e.Status == HttpStatusCode.NotFound)
        {
            return e.Attempts > 1;
        }
    }

    private string Path(DatasetName name) => RestRequest.At(name.Project ?? Own, "datasets", name.Dataset);

    private string Path(TableName name) => RestRequest.At(name.Project ?? Own, "datasets", name.Dataset, "tables", name.Table);

    private static string PageOf(string? token) => token is null ? "" : $"?pageToken={Uri.EscapeDataString(token)}";
}
