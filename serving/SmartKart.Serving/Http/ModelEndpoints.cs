using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SmartKart.Scoring.Registry;
using SmartKart.Serving.Access;
using SmartKart.Serving.Models;

namespace SmartKart.Serving.Http;

/// <summary><c>GET /v1/models</c>: the version that answers, all that are registered, and why a newer one was refused.</summary>
internal sealed class ModelEndpoints(ModelWatch models)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/v1/models", TellAsync).Needs(Scope.Models);

    private async Task TellAsync(HttpContext http)
    {
        Checked.NoOthers(http);
        await JsonBody.WriteAsync(http, new
        {
            models.Model,
            Serving = models.Version is { } version ? Told(version) : null,
            models.Fault,
            Versions = Versions(http.RequestAborted).Select(Told),
        });
    }

    // What answers goes on answering where the registry is away, and that is told under Fault.
    private IReadOnlyList<ModelVersion> Versions(CancellationToken cancel)
    {
        try
        {
            return models.Versions(cancel);
        }
        catch (RegistryException)
        {
            return models.Version is { } version ? [version] : [];
        }
    }

    private static object Told(ModelVersion version) => new { version.Version, version.Aliases, version.CreatedAt, version.Description, version.RunId };
}
