using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace SmartKart.Broker.Tests.Crash.Loads;

/// <summary>
/// Registers one schema after another, each until it is answered. Held to: an id that was given stands for its schema for ever, and for no other.
/// </summary>
internal sealed class RegistryLoad : ILoad
{
    private readonly BrokerProcess _broker;
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromMinutes(1) };
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();       // guards _ids
    private readonly List<int> _ids = [];      // by the schema's number
    private readonly Task _loop;
    private int _checked;

    public RegistryLoad(BrokerProcess broker)
    {
        _broker = broker;
        _loop = RegisterAsync(_stop.Token);
    }

    public string Summary
    {
        get { lock (_gate) return $"registry: {_ids.Count} schemas registered"; }
    }

    public async Task CheckAsync(CancellationToken cancellation)
    {
        if (_loop.IsCompleted) await _loop;
        int[] ids;
        lock (_gate) ids = [.. _ids];
        ids.Distinct().Count().ShouldBe(ids.Length, "one id was given to two schemas");
        // Those of this life all; of those before, one in ten, and all at the end.
        for (var number = _checked; number < ids.Length; number++) await ShouldStandForAsync(ids[number], number, cancellation);
        for (var number = 0; number < _checked; number += 10) await ShouldStandForAsync(ids[number], number, cancellation);
        _checked = ids.Length;
    }

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _checked = 0;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _http.Dispose();
        _stop.Dispose();
    }

    private async Task RegisterAsync(CancellationToken stop)
    {
        for (var number = 0; !stop.IsCancellationRequested;)
        {
            try
            {
                await _broker.UpAsync(stop);
                var id = await RegisterAsync(number, stop);
                lock (_gate) _ids.Add(id);
                number++;
            }
            catch (Exception lost) when (lost is HttpRequestException or IOException or SocketException)
            {
                // Killed meanwhile, or in the middle of its answer: the same schema again, which may have been registered all the same.
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task<int> RegisterAsync(int number, CancellationToken cancellation)
    {
        var versions = new Uri(_broker.RegistryUrl, $"/subjects/crash{number}-value/versions");
        using var answer = await _http.PostAsJsonAsync(versions, new { schema = Schema(number) }, cancellation);
        answer.IsSuccessStatusCode.ShouldBeTrue($"the registry refused schema {number}: {(int)answer.StatusCode}");
        return (await answer.Content.ReadFromJsonAsync<JsonObject>(cancellation))!["id"]!.GetValue<int>();
    }

    private async Task ShouldStandForAsync(int id, int number, CancellationToken cancellation)
    {
        var answer = await _http.GetFromJsonAsync<JsonObject>(new Uri(_broker.RegistryUrl, $"/schemas/ids/{id}"), cancellation);
        var stands = JsonNode.Parse(answer!["schema"]!.GetValue<string>());
        JsonNode.DeepEquals(stands, JsonNode.Parse(Schema(number))).ShouldBeTrue($"id {id} no longer stands for schema {number}");
        (await RegisterAsync(number, cancellation)).ShouldBe(id, $"schema {number} got another id");
    }

    private static string Schema(int number) => $$"""{"type":"record","name":"Crash{{number}}","fields":[{"name":"f{{number}}","type":"long"}]}""";
}
