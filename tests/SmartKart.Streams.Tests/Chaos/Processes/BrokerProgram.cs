using System.Globalization;
using SmartKart.Broker;
using SmartKart.Broker.Groups;
using SmartKart.Broker.Network;

namespace SmartKart.Streams.Tests.Chaos.Processes;

/// <summary>
/// A broker in a process of its own. It prints where it listens once it takes clients, and stops in good order at SIGTERM or the end of
/// its stdin.
/// </summary>
internal static class BrokerProgram
{
    public const string Verb = "serve-for-tests";

    /// <param name="arguments"><c>FOLDER PORT</c>; a port of 0 takes any.</param>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var options = new BrokerOptions
        {
            DataDirectory = arguments[0],
            Listeners = [new ListenerOptions { Port = int.Parse(arguments[1], CultureInfo.InvariantCulture) }],
            Registry = null,
            Fsync = false,      // what dies here is processes, never the machine
            AutoCreateTopics = false,
            // A killed member is out after this; Kafka's 45 s would be most of what the test takes.
            Groups = new GroupOptions { ConsumerSessionTimeout = TimeSpan.FromSeconds(4), ConsumerHeartbeatInterval = TimeSpan.FromMilliseconds(500) },
        };
        using var loggers = StandardError.Loggers();
        await using var broker = await KafkaBroker.StartAsync(options, loggers);
        using var stop = new StopSignal();
        await Console.Out.WriteLineAsync(broker.BootstrapServers);
        await Task.WhenAny(stop.Asked, Task.Run(Console.In.ReadToEnd));
        return 0;
    }
}
