using System.Globalization;
using System.Text.Json;
using SmartKart.Local.Terminal;
using Spectre.Console;

namespace SmartKart.Local.Serving;

/// <summary>What the API offers a visitor, for a person and for a program.</summary>
/// <param name="document">The response of <c>GET /v1/recommendations</c>.</param>
internal sealed class ServedList(JsonElement document)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Asks, as any client does: the list is told to the platform as shown.</summary>
    /// <param name="api">Where.</param>
    /// <param name="user">For whom.</param>
    /// <param name="limit">How many products at most.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="CommandException">It doesn't answer, or refuses.</exception>
    public static async Task<ServedList> AskAsync(Uri api, string user, int limit, CancellationToken cancel)
    {
        using var http = new HttpClient { BaseAddress = api, Timeout = Patience };
        try
        {
            using var answer = await http.GetAsync(new Uri($"v1/recommendations?user_id={Uri.EscapeDataString(user)}&limit={limit}", UriKind.Relative), cancel);
            using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancel));
            return answer.IsSuccessStatusCode
                ? new ServedList(body.RootElement.Clone())
                : throw new CommandException($"The API at {api} refuses: {Detail(body.RootElement)}");
        }
        catch (Exception fault) when (fault is HttpRequestException or JsonException || (fault is TaskCanceledException && !cancel.IsCancellationRequested))
        {
            throw new CommandException(
                $"No inference API answers at {api} ({fault.Message.TrimEnd('.')}). 'smartkart demo' or 'smartkart serve' runs one; --serving names another; "
                    + "--products asks a registered model without one.",
                fault);
        }
    }

    /// <summary>For a program: the response as it came.</summary>
    public void PrintJson() => JsonOutput.Print(document);

    /// <summary>For a person.</summary>
    public void Print()
    {
        var console = ResultConsole.Create();
        console.WriteLine($"{Text(document, "user_id")}: {Text(document, "user_insight")}");
        var table = new Table().AddColumns("product", "name", "score", "confidence", "why");
        foreach (var product in document.GetProperty("recommendations").EnumerateArray())
        {
            table.AddRow(
                Markup.Escape(Text(product, "product_id")), Markup.Escape(Text(product, "name")), Number(product, "score", "0.####"),
                Markup.Escape($"{Number(product, "confidence", "0.00")} {Text(product, "confidence_label")}"), Markup.Escape(Text(product, "explanation")));
        }
        console.Write(table);
        var version = document.GetProperty("model_version") is { ValueKind: JsonValueKind.Number } number ? $"version {number}" : "no version yet";
        var age = document.GetProperty("features_age_seconds") is { ValueKind: JsonValueKind.Number } seconds
            ? string.Create(CultureInfo.InvariantCulture, $"the newest event {seconds.GetDouble():0.0} s old")
            : "no event known";
        console.WriteLine($"Made {Text(document, "rung")} (rung), {Text(document, "model")} {version}, {age}.");
    }

    private static string Text(JsonElement of, string name) => of.GetProperty(name).GetString() ?? "";

    private static string Number(JsonElement of, string name, string format) => of.GetProperty(name).GetDouble().ToString(format, CultureInfo.InvariantCulture);

    // A problem document of RFC 9457; what isn't one is told as it is.
    private static string Detail(JsonElement body) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty("detail", out var detail) && detail.GetString() is { } text ? text : body.GetRawText();
}
