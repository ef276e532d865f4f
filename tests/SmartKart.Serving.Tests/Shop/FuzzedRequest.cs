using System.Globalization;
using System.Text;

namespace SmartKart.Serving.Tests.Shop;

/// <summary>A request made of one that is right, with a few things wrong.</summary>
/// <param name="Method">Of HTTP.</param>
/// <param name="Path">With its query.</param>
/// <param name="Body">Null for none.</param>
internal sealed record FuzzedRequest(string Method, string Path, byte[]? Body)
{
    private static readonly string[] Methods = ["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS"];

    private static readonly (string Method, string Path, string? Body)[] Right =
    [
        ("GET", "v1/recommendations?user_id=ada&limit=3&per_category=2&list_id=home&session_id=s", null),
        ("POST", "v1/recommendations", """{"user_id": "ada", "limit": 3, "viewed": ["tea"], "purchased": ["pot"], "exclude": ["mug"], "category_id": "c", "per_category": 1, "relevance": 0.5}"""),
        ("GET", "v1/products/mug/similar?limit=2", null),
        ("GET", "v1/trending?limit=3&category_id=c", null),
        ("POST", "v1/rank", """{"user_id": "ada", "products": ["tea", "pot"], "viewed": ["mug"], "explain": true}"""),
        ("POST", "v1/events", """{"topic": "clickstream", "event": {"user_id": "ada", "action": "view", "product_id": "tea", "position": 3, "propensity": 0.5}}"""),
        ("POST", "v1/events", """{"events": [{"topic": "cart_updated", "event": {"cart_id": "c", "user_id": "u", "action": "item_added", "items": [], "currency": "GBP", "subtotal": "1.50"}}]}"""),
        ("POST", "v1/features/online", """{"feature_service": "visitor", "entities": {"user_id": ["ada", null]}, "full_feature_names": false}"""),
        ("GET", "v1/models", null),
        ("POST", "api/recommendations", """{"user_behavior": {"user_id": "ada", "viewed": ["tea"], "purchased": [], "recent_views": ["pot"], "session_id": "s"}, "limit": 3, "context": "home"}"""),
        ("POST", "api/track-interaction", """{"user_id": "ada", "product_id": "tea", "interaction_type": "view"}"""),
        ("GET", "api/products?limit=3", null),
    ];

    private static readonly string[] Odd =
    [
        "null", "true", "-1", "0", "1e400", "99999999999999999999", "\"\"", "\"\\ud800\"", "[]", "{}", "[[[[[[[[]]]]]]]]", "\"\\u0000\"", "3.7", "{\"a\":1,\"a\":2}", "\"" + new string('x', 400) + "\"",
    ];

    /// <summary>Makes one.</summary>
    public static FuzzedRequest Of(Random random)
    {
        var (method, path, body) = Right[random.Next(Right.Length)];
        if (random.Next(20) == 0) method = Methods[random.Next(Methods.Length)];
        if (random.Next(3) == 0) path = Changed(path, random, Uri.EscapeDataString);
        if (body is null) return new FuzzedRequest(method, path, random.Next(10) == 0 ? "{}"u8.ToArray() : null);
        for (var change = random.Next(4); change > 0; change--) body = random.Next(3) == 0 ? Changed(body, random, text => text) : Swapped(body, random);
        var bytes = Encoding.UTF8.GetBytes(body);
        if (bytes.Length > 0 && random.Next(10) == 0) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        return new FuzzedRequest(method, path, bytes);
    }

    /// <summary>As a client sends it.</summary>
    public HttpRequestMessage ToMessage()
    {
        var message = new HttpRequestMessage(new HttpMethod(Method), new Uri(Path, UriKind.Relative));
        if (Body is null) return message;
        message.Content = new ByteArrayContent(Body);
        message.Content.Headers.ContentType = new("application/json");
        return message;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Method} {Path} {(Body is null ? "" : Encoding.UTF8.GetString(Body))}");

    // A stretch goes, or is there twice, or something odd comes in.
    private static string Changed(string text, Random random, Func<string, string> escape)
    {
        var from = random.Next(text.Length);
        var length = random.Next(Math.Min(8, text.Length - from) + 1);
        return random.Next(3) switch
        {
            0 => text.Remove(from, length),
            1 => text.Insert(from, text.Substring(from, length)),
            _ => text.Insert(from, escape(Odd[random.Next(Odd.Length)])),
        };
    }

    // A value becomes an odd one.
    private static string Swapped(string json, Random random)
    {
        var colons = json.Index().Where(each => each.Item == ':').Select(each => each.Index).ToList();
        if (colons.Count == 0) return json;
        var from = colons[random.Next(colons.Count)] + 1;
        var to = json.AsSpan(from).IndexOfAny(',', '}');
        return to < 0 ? json : string.Concat(json.AsSpan(0, from), Odd[random.Next(Odd.Length)], json.AsSpan(from + to));
    }
}
