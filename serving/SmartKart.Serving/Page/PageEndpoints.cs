using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace SmartKart.Serving.Page;

/// <summary><c>GET /</c>: the demo page, <c>GET /favicon.svg</c>, and under <c>/page/</c> what it is drawn with. It asks nothing but the API of its own origin.</summary>
internal static class PageEndpoints
{
    private const string Index = "index.html", Icon = "favicon.svg";
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Serves the page.</summary>
    public static void MapPage(this IEndpointRouteBuilder routes)
    {
        foreach (var file in PageFile.Shipped) routes.MapMethods(RouteOf(file), Methods, file.WriteAsync);
    }

    private static string RouteOf(PageFile file) => file.Name switch
    {
        Index => "/",
        Icon => $"/{Icon}",
        var name => $"/page/{name}",
    };
}
