using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using System.Text;
using Microsoft.Extensions.Configuration;
using SmartKart.Local.Telemetry;

namespace SmartKart.Local.Tests.Telemetry;

/// <summary>What is pushed to a collector, by one that listens.</summary>
public sealed class OtlpExportTests : IDisposable
{
    private readonly HttpListener _collector = new();
    private readonly ConcurrentDictionary<string, string> _pushed = new(StringComparer.Ordinal);     // the last body by path, its bytes as characters
    private readonly string _address;

    public OtlpExportTests()
    {
        for (var port = 41_318; ; port++)
        {
            _address = $"http://127.0.0.1:{port}/";
            _collector.Prefixes.Clear();
            _collector.Prefixes.Add(_address);
            try
            {
                _collector.Start();
                break;
            }
            catch (HttpListenerException) when (port < 42_000)
            {
                // Another has it.
            }
        }
        _ = TakeAsync();
    }

    public void Dispose() => _collector.Close();

    [Fact]
    public void Spans_and_measurements_of_ours_arrive_at_the_collector_when_the_process_ends()
    {
        using var source = new ActivitySource("SmartKart.Telemetry.Tests");
        using var strange = new ActivitySource("Strange");
        using var meter = new Meter("SmartKart.Telemetry.Tests");
        using (OtlpExport.Start(Configured(("Otlp:Endpoint", _address)), "serve").ShouldNotBeNull())
        {
            using (source.StartActivity("rank candidates")) strange.StartActivity("not ours").ShouldBeNull();
            meter.CreateCounter<long>("smartkart.tests.lists").Add(7);
        }
        _pushed["/v1/traces"].ShouldContain("rank candidates");
        _pushed["/v1/traces"].ShouldContain("smartkart-serve");
        _pushed["/v1/metrics"].ShouldContain("smartkart.tests.lists");
    }

    [Fact]
    public void Without_a_collector_nothing_is_pushed() => OtlpExport.Start(Configured(), "serve").ShouldBeNull();

    [Theory]
    [InlineData("Otlp:Endpoint", "collector:4318", "Otlp:Endpoint is 'collector:4318'. Write it as http://collector:4318 is.")]
    [InlineData("Otlp:TraceRatio", "1.5", "Otlp:TraceRatio is 1.5. It must be 0 to 1.")]
    [InlineData("Otlp:MetricsInterval", "0:0:0.1", "Otlp:MetricsInterval is 00:00:00.1000000. It must be a second or more.")]
    [InlineData("Otlp:Endpont", "http://collector:4318", "Mend or remove that key.")]
    public void What_cant_be_used_is_refused_by_name(string key, string value, string message) =>
        Should.Throw<CommandException>(() => OtlpExport.Start(Configured((key, value)), "serve")).Message.ShouldContain(message);

    private static IConfigurationRoot Configured(params (string Key, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(each => new KeyValuePair<string, string?>(each.Key, each.Value))).Build();

    private async Task TakeAsync()
    {
        while (_collector.IsListening)
        {
            try
            {
                var request = await _collector.GetContextAsync();
                using var body = new MemoryStream();
                await request.Request.InputStream.CopyToAsync(body);
                _pushed[request.Request.Url!.AbsolutePath] = Encoding.Latin1.GetString(body.ToArray());
                request.Response.ContentType = "application/x-protobuf";
                request.Response.Close();
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }
}
