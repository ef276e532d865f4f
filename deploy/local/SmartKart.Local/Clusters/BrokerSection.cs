using Microsoft.Extensions.Configuration;
using SmartKart.Broker;
using SmartKart.Broker.Network;

namespace SmartKart.Local.Clusters;

/// <summary>The section <c>Broker</c> as the options of the embedded broker, whose data lie in the data directory.</summary>
internal static class BrokerSection
{
    /// <summary>The data directory unless another is set, in the working directory.</summary>
    public const string UsualDataDirectory = ".smartkart";

    private const string Folder = "broker";
    private const int AnyPort = 0;

    /// <summary>How the broker is set that is there for every program of this machine: at its fixed ports.</summary>
    /// <exception cref="CommandException">A key is none of the section's, or a value none of its key's.</exception>
    public static BrokerOptions Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(BrokerOptions.Section);
        try
        {
            var options = section.Get<BrokerOptions>(binder => binder.ErrorOnUnknownConfiguration = true) ?? new BrokerOptions();
            var listeners = section.GetSection(nameof(BrokerOptions.Listeners));
            return options with
            {
                DataDirectory = section[nameof(BrokerOptions.DataDirectory)] ?? Path.Combine(DataDirectory(configuration), Folder),
                // The list as a whole: binding would add what is configured to the default.
                Listeners = listeners.Exists() ? listeners.Get<ListenerOptions[]>() ?? [] : new BrokerOptions().Listeners,
                // What runs on this machine needs a registry, whatever its options leave open.
                Registry = options.Registry ?? new BrokerOptions().Registry,
                // A topic comes to be by a command that says so, not by a misspelt name.
                AutoCreateTopics = section[nameof(BrokerOptions.AutoCreateTopics)] is not null && options.AutoCreateTopics,
            };
        }
        catch (InvalidOperationException fault)
        {
            throw new CommandException($"The section {BrokerOptions.Section} of the configuration cannot be used: {fault.Message} Mend or remove that key.", fault);
        }
    }

    /// <summary>
    /// The same for a command that has the broker only while it runs: at any ports that are free, since nobody else need find it by them.
    /// </summary>
    public static BrokerOptions AtFreePorts(BrokerOptions options) => options with
    {
        Listeners = [.. options.Listeners.Select(listener => listener with { Port = AnyPort })],
        Registry = options.Registry is null ? null : options.Registry with { Port = AnyPort },
    };

    /// <summary>The data directory, whole.</summary>
    public static string DataDirectory(IConfiguration configuration) =>
        Path.GetFullPath(configuration[LocalConfiguration.Keys.DataDirectory] ?? UsualDataDirectory);
}
