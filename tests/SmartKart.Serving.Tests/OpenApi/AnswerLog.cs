using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SmartKart.Serving.Tests.Shop;

namespace SmartKart.Serving.Tests.OpenApi;

/// <summary>Asks a served shop and keeps each answer, to be held to the document.</summary>
internal sealed class AnswerLog
{
    private readonly List<string> _answers = [];

    /// <summary>A line of JSON for each.</summary>
    public IReadOnlyList<string> Answers => _answers;

    /// <summary>Asks, and keeps what comes back.</summary>
    /// <param name="shop">Whom.</param>
    /// <param name="route">Such as <c>GET /v1/models</c>, with its query.</param>
    /// <param name="body">Null for none.</param>
    /// <param name="key">A key's secret; null for none.</param>
    public async Task AskAsync(ServedShop shop, string route, string? body = null, string? key = null)
    {
        var (method, path) = (route.Split(' ')[0], route.Split(' ')[1]);
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        if (key is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var response = await shop.SendAsync(request, TestContext.Current.CancellationToken);
        await KeepAsync(method, path.Split('?')[0], response);
    }

    /// <summary>Keeps an answer.</summary>
    public async Task KeepAsync(string method, string path, HttpResponseMessage response) => _answers.Add(new JsonObject
    {
        ["method"] = method, ["path"] = path, ["status"] = (int)response.StatusCode, ["type"] = response.Content.Headers.ContentType!.MediaType,
        ["body"] = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
    }.ToJsonString(JsonSerializerOptions.Default));
}
