using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace SmartKart.Prometheus.Endpoints;

/// <summary>A part of a process, and whether it does its work.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="IsReady">Whether it does.</param>
/// <param name="State">What it does, in a word or a few.</param>
public readonly record struct PartHealth(string Name, bool IsReady, string State);

/// <summary>
/// <c>GET /health/live</c>: 200 while the process answers at all. <c>GET /health/ready</c>: 200 when every part does its work, else 503; which does what is in
/// the document either way.
/// </summary>
public static class HealthEndpoints
{
    /// <summary>The route that says whether the process lives.</summary>
    public const string LiveRoute = "/health/live";

    /// <summary>The route that says whether it is ready.</summary>
    public const string ReadyRoute = "/health/ready";

    /// <summary>Maps both on a host.</summary>
    /// <param name="routes">The host.</param>
    /// <param name="parts">Asked at each request; it must not wait.</param>
    public static void MapHealth(this IEndpointRouteBuilder routes, Func<IReadOnlyList<PartHealth>> parts)
    {
        routes.MapGet(LiveRoute, (HttpContext http) => http.Response.WriteAsJsonAsync(new { Status = "live" }));
        routes.MapGet(ReadyRoute, (HttpContext http) =>
        {
            var all = parts();
            var isReady = all.All(part => part.IsReady);
            http.Response.StatusCode = isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
            return http.Response.WriteAsJsonAsync(new { Status = isReady ? "ready" : "not ready", Parts = all });
        });
    }
}
