using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SmartKart.Scoring.Registry;
using SmartKart.Serving.Access;
using SmartKart.Serving.Models;

namespace SmartKart.Serving.Http;

/// <summary><c>GET /v1/models</c>: the champion, all that are registered, why a newer one was refused, and how the rollout of the candidate stands.</summary>
internal sealed class ModelEndpoints(ModelWatch models)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/v1/models", TellAsync).Needs(Scope.Models);

    private async Task TellAsync(HttpContext http)
    {
        Checked.NoOthers(http);
        var versions = Versions(http.RequestAborted);
        await JsonBody.WriteAsync(http, new
        {
            models.Model,
            Serving = models.Version is { } version ? Told(AsNow(version, versions)) : null,
            models.Fault,
            Rollout = RolloutDocument.Of(models.Status),
            Versions = versions.Select(Told),
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

    // Its aliases are those of now, and not of when it was opened.
    private static ModelVersion AsNow(ModelVersion version, IReadOnlyList<ModelVersion> versions) =>
        versions.FirstOrDefault(each => each.Version == version.Version) ?? version;

    private static object Told(ModelVersion version) => new { version.Version, version.Aliases, version.CreatedAt, version.Description, version.RunId };
}
