using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace SmartKart.Warehouse.Tests.BigQuery;

/// <summary>The server itself: it is worth something as far as it refuses what BigQuery's discovery document does not have.</summary>
public class ServerTests : BigQueryTest
{
    private const string Jobs = "bigquery/v2/projects/shop/jobs";
    private const string Queries = "bigquery/v2/projects/shop/queries";

    [Theory]
    [InlineData(Queries, """{"query": "SELECT 1", "useLegacySql": false, "maxRows": 5}""", "Unknown name \"maxRows\"")]
    [InlineData(Queries, """{"useLegacySql": false}""", "QueryRequest.query")]
    [InlineData(Queries, """{"query": "SELECT 1"}""", "Legacy SQL")]
    [InlineData(Queries, """{"query": "SELECT 1", "useLegacySql": false, "maxResults": "5"}""", "TYPE_INT32")]
    [InlineData(Queries, """{"query": "SELECT 1", "useLegacySql": false, "maximumBytesBilled": 5}""", "TYPE_STRING")]
    [InlineData(Queries, """{"query": "SELECT 1", "useLegacySql": false, "requestId": "0123456789012345678901234567890123456"}""", "36 ASCII")]
    [InlineData(Queries, """{"query": "SELECT 1", "useLegacySql": false, "queryParameters": [{"parameterType": {}, "parameterValue": {}}]}""", "type")]
    [InlineData(Jobs, """{"jobReference": {"projectId": "shop"}, "configuration": {}}""", "jobId")]
    [InlineData(Jobs, """{"configuration": {"query": {"query": "SELECT 1", "useLegacySql": false}}, "status": {}}""", "output only")]
    [InlineData(Jobs, """{"configuration": {"load": {"sourceUris": ["gs://b/x"]}}}""", "destinationTable")]
    [InlineData(Jobs, """{"configuration": {"query": {"query": "SELECT 1", "useLegacySql": false, "writeDisposition": "WRITE_APPEND"}}}""", "destination")]
    [InlineData("bigquery/v2/projects/shop/datasets", """{"datasetReference": {"datasetId": "a"}, "place": "EU"}""", "Unknown name \"place\"")]
    [InlineData("bigquery/v2/projects/shop/datasets?force=true", """{"datasetReference": {"datasetId": "a"}}""", "Unknown name \"force\"")]
    public async Task What_the_discovery_document_does_not_allow_is_refused(string path, string body, string message)
    {
        var (status, answer) = await SendAsync(HttpMethod.Post, path, new StringContent(body, Encoding.UTF8, "application/json"));
        status.ShouldBe(400);
        ((string?)answer!["error"]!["errors"]![0]!["message"]).ShouldNotBeNull().ShouldContain(message);
    }

    [Fact]
    public async Task A_job_is_found_only_where_it_runs()
    {
        await Client.ExecuteAsync("SELECT 1", new() { JobId = "mine" }, Cancellation);
        (await SendAsync(HttpMethod.Get, $"{Jobs}/mine")).Status.ShouldBe(404);
        (await SendAsync(HttpMethod.Get, $"{Jobs}/mine?location=europe-west3")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_part_that_is_no_multiple_of_256_KiB_is_refused()
    {
        using var http = new HttpClient { BaseAddress = Server.Url };
        using var start = new HttpRequestMessage(HttpMethod.Post, "upload/bigquery/v2/projects/shop/jobs?uploadType=resumable");
        start.Content = new StringContent(
            """{"configuration": {"load": {"destinationTable": {"projectId": "shop", "datasetId": "a", "tableId": "b"}}}}""",
            Encoding.UTF8, "application/json");
        start.Headers.Add("X-Upload-Content-Type", "application/octet-stream");
        start.Headers.Add("X-Upload-Content-Length", "1000");
        using var session = await http.SendAsync(start, Cancellation);
        using var part = new ByteArrayContent(new byte[10]);
        part.Headers.ContentRange = new ContentRangeHeaderValue(0, 9, 1000);
        using var refused = await http.PutAsync(session.Headers.Location, part, Cancellation);
        ((int)refused.StatusCode).ShouldBe(400);
    }

    private async Task<(int Status, JsonNode? Body)> SendAsync(HttpMethod method, string path, HttpContent? content = null)
    {
        using var http = new HttpClient { BaseAddress = Server.Url };
        using var request = new HttpRequestMessage(method, path) { Content = content };
        using var response = await http.SendAsync(request, Cancellation);
        return ((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancellation)));
    }
}
