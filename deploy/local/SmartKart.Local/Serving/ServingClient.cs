using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SmartKart.Local.Serving;

/// <summary>Asks the inference API as any client does, for one visitor.</summary>
internal sealed class ServingClient(Uri address, string user) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(5);

    private readonly HttpClient _http = new() { BaseAddress = address };

    /// <summary>A product of a list.</summary>
    internal sealed record Offer(string Id, string Name, string Why);

    /// <summary>Waits until the API knows what it needs: what products are, and what is left of them.</summary>
    /// <exception cref="CommandException">It doesn't come to know.</exception>
    public async Task ReadyAsync(CancellationToken cancel)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            using var answer = await _http.GetAsync(new Uri("health/ready", UriKind.Relative), cancel);
            if (answer.IsSuccessStatusCode) return;
            if (TimeProvider.System.GetElapsedTime(began) > Patience) throw new CommandException($"The API is not ready: {await answer.Content.ReadAsStringAsync(cancel)}");
            await Task.Delay(BetweenLooks, cancel);
        }
    }

    /// <summary>The visitor's list.</summary>
    /// <param name="limit">How long it is at most.</param>
    /// <param name="cancel">Ends the call.</param>
    public async Task<(IReadOnlyList<Offer> Offers, string Rung)> ListAsync(int limit, CancellationToken cancel)
    {
        var body = await _http.GetFromJsonAsync<JsonElement>($"v1/recommendations?user_id={Uri.EscapeDataString(user)}&limit={limit}", cancel);
        return (
            [.. body.GetProperty("recommendations").EnumerateArray().Select(each => new Offer(
                each.GetProperty("product_id").GetString()!, each.GetProperty("name").GetString()!, each.GetProperty("explanation").GetString()!))],
            body.GetProperty("rung").GetString()!);
    }

    /// <summary>What a product is called.</summary>
    public async Task<string> NameAsync(string product, CancellationToken cancel) =>
        (await _http.GetFromJsonAsync<JsonElement>($"v1/products/{Uri.EscapeDataString(product)}", cancel)).GetProperty("name").GetString()!;

    /// <summary>What is left of a product, by warehouse: a unit in one, where nothing was told.</summary>
    public async Task<IReadOnlyDictionary<string, long>> StockAsync(string product, CancellationToken cancel)
    {
        var body = await _http.GetFromJsonAsync<JsonElement>($"v1/products/{Uri.EscapeDataString(product)}", cancel);
        var stock = body.GetProperty("stock").EnumerateObject().Where(each => each.Value.GetInt64() > 0).ToDictionary(each => each.Name, each => each.Value.GetInt64());
        return stock.Count > 0 ? stock : new Dictionary<string, long> { ["main"] = 1 };
    }

    /// <summary>Sends an event.</summary>
    /// <exception cref="CommandException">It wasn't taken.</exception>
    public async Task SendAsync(string topic, JsonObject fields, CancellationToken cancel)
    {
        using var answer = await _http.PostAsJsonAsync("v1/events", new JsonObject { ["topic"] = topic, ["event"] = fields }, cancel);
        if (!answer.IsSuccessStatusCode) throw new CommandException($"The API did not take an event of {topic}: {await answer.Content.ReadAsStringAsync(cancel)}");
    }

    /// <summary>Asks until a list is as it should be.</summary>
    /// <returns>The list, and how long that took; the last one where it didn't come to be.</returns>
    public async Task<(IReadOnlyList<Offer> Offers, string Rung, double Ms)> UntilAsync(int limit, Func<IReadOnlyList<Offer>, bool> isSo, CancellationToken cancel)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var (offers, rung) = await ListAsync(limit, cancel);
            var elapsed = TimeProvider.System.GetElapsedTime(began);
            if (isSo(offers)) return (offers, rung, elapsed.TotalMilliseconds);
            if (elapsed > Patience) throw new CommandException($"What {user} did does not show in the API's lists after {Patience.TotalSeconds:0} s. 'smartkart lag' tells who is behind.");
            await Task.Delay(BetweenLooks, cancel);
        }
    }

    public void Dispose() => _http.Dispose();
}
