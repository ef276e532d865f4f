using System.Text.Json;

namespace SmartKart.Local.Serving;

/// <summary>How a rollout stands where it runs: what <c>GET /v1/models</c> tells of it.</summary>
internal static class RunningRollout
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Asks the API that runs over a data directory.</summary>
    /// <returns>Its field <c>rollout</c>; null where none runs there, or it lets in those alone that have a key.</returns>
    public static async Task<JsonElement?> AskAsync(string dataDirectory, CancellationToken cancel)
    {
        if (ServingFile.Read(dataDirectory) is not { } running) return null;
        using var http = new HttpClient { BaseAddress = running.Address, Timeout = Patience };
        try
        {
            using var answer = await http.GetAsync(new Uri("v1/models", UriKind.Relative), cancel);
            if (!answer.IsSuccessStatusCode) return null;
            using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancel));
            return body.RootElement.GetProperty("rollout").Clone();
        }
        catch (Exception fault) when (fault is HttpRequestException || (fault is TaskCanceledException && !cancel.IsCancellationRequested))
        {
            return null;
        }
    }
}
