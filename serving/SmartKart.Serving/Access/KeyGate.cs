using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using SmartKart.Serving.Http;
using SmartKart.Serving.Telemetry;

namespace SmartKart.Serving.Access;

/// <summary>
/// Lets requests in by their keys: <c>Authorization: Bearer …</c> (RFC 6750) or <c>X-Api-Key: …</c>. Routes without a scope are open. Hot path: per request.
/// </summary>
internal sealed class KeyGate(KeyWatch keys, ServingMetrics metrics)
{
    /// <summary>The header for those that can't send the usual one.</summary>
    public const string KeyHeader = "X-Api-Key";

    private const string Scheme = "Bearer ", Realm = "Bearer realm=\"smartkart\"";

    /// <summary>Has every request pass it that meets a route.</summary>
    public void Use(IApplicationBuilder app) => app.Use((http, next) =>
        http.GetEndpoint()?.Metadata.GetMetadata<NeededScope>() is { } needed ? EnterAsync(http, needed.Scope, next) : next(http));

    private Task EnterAsync(HttpContext http, Scope needed, RequestDelegate next)
    {
        var headers = http.Request.Headers;
        if (headers.Authorization.Count > 1 || headers[KeyHeader].Count > 1)
            return RefuseAsync(http, "no_key", Realm, "The request has several keys. Send one.");
        var secret = SecretOf(headers.Authorization.ToString(), headers[KeyHeader].ToString());
        if (secret.IsEmpty) return RefuseAsync(http, "no_key", Realm, $"The request has no key. Send 'Authorization: Bearer …' or '{KeyHeader}: …'.");
        if (keys.Find(secret) is not { } key)
            return RefuseAsync(http, "unknown_key", $"{Realm}, error=\"invalid_token\"", "There is no such key. It may have been revoked.");
        if (!key.Scopes.HasFlag(needed)) return RefuseAsync(http, key, needed);
        return key.Bucket.TryTake(out var wait) ? next(http) : RefuseAsync(http, key, wait);
    }

    private static ReadOnlySpan<char> SecretOf(string authorization, string header) =>
        authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? authorization.AsSpan(Scheme.Length).Trim() : header.AsSpan().Trim();

    private Task RefuseAsync(HttpContext http, string reason, string challenge, string detail)
    {
        metrics.RequestRefused(reason);
        http.Response.Headers[HeaderNames.WWWAuthenticate] = challenge;
        return Problems.WriteAsync(http, StatusCodes.Status401Unauthorized, detail);
    }

    private Task RefuseAsync(HttpContext http, ApiKey key, Scope needed)
    {
        metrics.RequestRefused("missing_scope");
        var scope = ScopeNames.Of(needed);
        http.Response.Headers[HeaderNames.WWWAuthenticate] = $"{Realm}, error=\"insufficient_scope\", scope=\"{scope}\"";
        return Problems.WriteAsync(
            http, StatusCodes.Status403Forbidden, $"The key '{key.Name}' lacks the scope '{scope}', which this route needs. Whoever keeps the keys can add it.");
    }

    private Task RefuseAsync(HttpContext http, ApiKey key, TimeSpan wait)
    {
        metrics.RequestRefused("rate_limited");
        http.Response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        var most = string.Create(CultureInfo.InvariantCulture, $"{key.RequestsPerS:0.###} times a second, {key.Burst} at once");
        return Problems.WriteAsync(http, StatusCodes.Status429TooManyRequests, $"The key '{key.Name}' may ask {most}. Come again later.");
    }
}
