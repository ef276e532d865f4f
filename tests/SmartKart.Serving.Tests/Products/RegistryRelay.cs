using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SmartKart.Serving.Tests.Products;

/// <summary>Stands between a client and a schema registry, at a port of its own, and can be away for a while.</summary>
/// <param name="registry">The registry.</param>
internal sealed class RegistryRelay(Uri registry) : IAsyncDisposable
{
    private readonly HttpClient _registry = new() { BaseAddress = registry };
    private WebApplication? _relay;

    /// <summary>Where it answers, also while it is away.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1:0");

    public async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(Address.ToString());
        _relay = builder.Build();
        _relay.MapGet("/{**path}", async (HttpContext http) =>
        {
            var asked = new Uri(http.Request.Path + http.Request.QueryString.ToString(), UriKind.Relative);
            using var answer = await _registry.GetAsync(asked, http.RequestAborted);
            http.Response.StatusCode = (int)answer.StatusCode;
            http.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
            await answer.Content.CopyToAsync(http.Response.Body, http.RequestAborted);
        });
        await _relay.StartAsync();
        Address = new Uri(_relay.Urls.First());
    }

    public async Task StopAsync()
    {
        if (_relay is not null) await _relay.DisposeAsync();
        _relay = null;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _registry.Dispose();
    }
}
