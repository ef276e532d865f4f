using SmartKart.Schemas.Registry;

namespace SmartKart.Schemas.Tests.Registry;

/// <summary>A registry, a client of it and a leaping clock for each test.</summary>
public abstract class RegistryTests : IAsyncLifetime
{
    private protected const string Point = """{"type":"record","name":"Point","namespace":"geo","fields":[{"name":"x","type":"int"}]}""";

    private ScriptedRegistry? _registry;
    private SchemaRegistryClient? _client;

    private protected ScriptedRegistry Registry => _registry.ShouldNotBeNull();

    private protected LeapingTime Time { get; } = new();

    private protected SchemaRegistryClient Client => _client ??= Connect();

    private protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _registry = await ScriptedRegistry.StartAsync();

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        await Registry.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected SchemaRegistryClient Connect(Func<SchemaRegistryOptions, SchemaRegistryOptions>? change = null)
    {
        var options = new SchemaRegistryOptions { Urls = [Registry.Url], RequestTimeout = LeapingTime.Held };
        return new SchemaRegistryClient(change?.Invoke(options) ?? options, Time, new Random(20261121));
    }

    private protected static SchemaText Text(string json, params SchemaReference[] references) => new(json, [.. references]);

    private protected IEnumerable<string> Asked => Registry.Requests.Select(request => request.Line);

    private protected static Task<SchemaRegistryException> Refused(Func<Task> call) => Should.ThrowAsync<SchemaRegistryException>(call);
}
