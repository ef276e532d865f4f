using Microsoft.AspNetCore.Http;

namespace SmartKart.Broker.SchemaRegistry;

/// <summary>Answers a call with what is written as JSON.</summary>
internal delegate ValueTask<object> RegistryAnswer(RegistryCall call);

/// <summary>Path → verb → answer: what the groups of endpoints declare, and the server maps.</summary>
internal sealed class RegistryRoutes
{
    private readonly Dictionary<string, Dictionary<string, RegistryAnswer>> _routes = [];

    /// <summary>Each pattern with its verbs; HEAD stands where GET does.</summary>
    public IEnumerable<KeyValuePair<string, Dictionary<string, RegistryAnswer>>> All => _routes;

    public void Get(string pattern, Func<RegistryCall, object> answer)
    {
        Add(HttpMethods.Get, pattern, call => ValueTask.FromResult(answer(call)));
        Add(HttpMethods.Head, pattern, call => ValueTask.FromResult(answer(call)));
    }

    public void Post<T>(string pattern, Func<RegistryCall, Task<T>> answer) where T : notnull =>
        Add(HttpMethods.Post, pattern, async call => await answer(call));

    public void Put<T>(string pattern, Func<RegistryCall, Task<T>> answer) where T : notnull =>
        Add(HttpMethods.Put, pattern, async call => await answer(call));

    public void Delete<T>(string pattern, Func<RegistryCall, Task<T>> answer) where T : notnull =>
        Add(HttpMethods.Delete, pattern, async call => await answer(call));

    private void Add(string verb, string pattern, RegistryAnswer answer)
    {
        if (!_routes.TryGetValue(pattern, out var verbs)) _routes.Add(pattern, verbs = new(StringComparer.OrdinalIgnoreCase));
        verbs.Add(verb, answer);
    }
}
