using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using SmartKart.Prometheus.Endpoints;
using SmartKart.Prometheus.Pages;

namespace SmartKart.Prometheus.Tests.Endpoints;

public sealed class MetricsServerTests : IDisposable
{
    private readonly PrometheusExporter _exporter = PrometheusExporter.Start(NullLoggerFactory.Instance);
    private readonly HttpClient _http = new();

    public void Dispose()
    {
        _http.Dispose();
        _exporter.Dispose();
    }

    [Fact]
    public async Task It_serves_the_page_with_the_process_own_numbers()
    {
        await using var server = await StartAsync(0, () => []);

        var answer = await _http.GetAsync(new Uri(server.Address, "metrics"), TestContext.Current.CancellationToken);

        answer.Content.Headers.ContentType!.ToString().ShouldBe("text/plain; version=0.0.4; charset=utf-8");
        var page = MetricsPage.Read(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        page.Sum("process_resident_memory_bytes").ShouldBeGreaterThan(1e6);
        page.Sum("process_cpu_seconds_total").ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task It_is_ready_when_every_part_is_and_alive_all_the_time()
    {
        var isReady = false;
        await using var server = await StartAsync(0, () => [new PartHealth("broker", true, "running"), new PartHealth("carts", isReady, "restoring")]);

        (await StatusAsync(server, "health/ready")).ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await StatusAsync(server, "health/live")).ShouldBe(HttpStatusCode.OK);
        isReady = true;
        (await StatusAsync(server, "health/ready")).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        (await Should.ThrowAsync<MetricsServerException>(() => StartAsync(port, () => []))).Message.ShouldContain($"Port {port}");
    }

    private Task<MetricsServer> StartAsync(int port, Func<IReadOnlyList<PartHealth>> parts) =>
        MetricsServer.StartAsync(new MetricsOptions { Port = port }, _exporter, parts, NullLoggerFactory.Instance, TestContext.Current.CancellationToken);

    private async Task<HttpStatusCode> StatusAsync(MetricsServer server, string route) =>
        (await _http.GetAsync(new Uri(server.Address, route), TestContext.Current.CancellationToken)).StatusCode;
}
