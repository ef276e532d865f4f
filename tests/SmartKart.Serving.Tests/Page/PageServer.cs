using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using SmartKart.Serving.Page;

namespace SmartKart.Serving.Tests.Page;

/// <summary>A program that serves the page and nothing else.</summary>
public sealed class PageServer : IAsyncLifetime
{
    private WebApplication? _program;

    /// <summary>Asks it; unzips nothing by itself.</summary>
    public HttpClient Client { get; } = new();

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _program = builder.Build();
        _program.MapPage();
        await _program.StartAsync();
        Client.BaseAddress = new Uri(_program.Urls.First());
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (_program is not null) await _program.DisposeAsync();
    }
}
