using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SmartKart.Prometheus.Exposition;

namespace SmartKart.Prometheus.Endpoints;

/// <summary><c>GET /metrics</c>: the page of this process.</summary>
public static class MetricsEndpoint
{
    /// <summary>The route.</summary>
    public const string Route = "/metrics";

    /// <summary>Maps it on a host.</summary>
    public static void MapMetrics(this IEndpointRouteBuilder routes, PrometheusExporter exporter) => routes.MapGet(Route, async (HttpContext http) =>
    {
        http.Response.ContentType = TextFormat.ContentType;
        exporter.WriteTo(http.Response.BodyWriter);
        await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
    });
}
