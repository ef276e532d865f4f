using System.Globalization;
using Microsoft.Extensions.Logging;
using SmartKart.Broker.Network;

namespace SmartKart.Broker.Tests.Crash;

/// <summary>
/// What a test kills: a broker with its registry, as it is shipped, in a process of its own. It prints where it listens once it takes
/// clients, and ends with its stdin, so that it never outlives who started it.
/// </summary>
internal static class BrokerProgram
{
    public const string Verb = "serve-for-tests";

    /// <param name="arguments"><c>FOLDER PORT REGISTRY_PORT</c>; a port of 0 takes any.</param>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var options = new BrokerOptions
        {
            DataDirectory = arguments[0],
            Listeners = [new ListenerOptions { Port = int.Parse(arguments[1], CultureInfo.InvariantCulture) }],
            Registry = new ListenerOptions { Name = "registry", Port = int.Parse(arguments[2], CultureInfo.InvariantCulture) },
        };
        using var loggers = LoggerFactory.Create(logging => logging
            .SetMinimumLevel(LogLevel.Warning)
            .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace));
        await using var broker = await KafkaBroker.StartAsync(options, loggers);
        await Console.Out.WriteLineAsync($"{broker.BootstrapServers} {broker.RegistryUrl}");
        await Console.In.ReadToEndAsync();
        return 0;
    }
}
