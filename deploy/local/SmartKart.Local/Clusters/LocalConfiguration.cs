using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using SmartKart.FeatureStore.Online;
using SmartKart.Kafka;
using SmartKart.Local.Terminal;
using SmartKart.Prometheus;
using SmartKart.Schemas.Registry;
using SmartKart.Scoring.Registry;

namespace SmartKart.Local.Clusters;

/// <summary>
/// The configuration of a command, read here and nowhere else: defaults, then <c>smartkart.json</c> in the working directory, then
/// environment variables <c>SMARTKART__Section__Key</c>, then flags. The later wins.
/// </summary>
internal static class LocalConfiguration
{
    public const string FileName = "smartkart.json";
    private const string VariablePrefix = "SMARTKART__";

    // Someone waits in front of a terminal for it.
    private static readonly TimeSpan AdminTimeout = TimeSpan.FromSeconds(10);

    private static readonly Option<string?> BootstrapServers = new("--bootstrap-servers")
    {
        Description = $"The Kafka cluster, with commas between several addresses ({Keys.BootstrapServers}). Unset, the embedded one.",
        HelpName = "host:port",
        Recursive = true,
    };

    private static readonly Option<string?> SchemaRegistry = new("--schema-registry")
    {
        Description = $"Its schema registry ({Keys.RegistryUrl}).",
        HelpName = "url",
        Recursive = true,
    };

    private static readonly Option<string?> Redis = new("--redis")
    {
        Description = $"The online store: a Redis, or several addresses of a cluster ({Keys.RedisConnection}). Unset, a private one.",
        HelpName = "connection",
        Recursive = true,
    };

    private static readonly Option<string?> TrackingUri = new("--tracking-uri")
    {
        Description = $"The MLflow tracking server whose registry is used in place of a folder ({Keys.TrackingUri}).",
        HelpName = "url",
        Recursive = true,
    };

    private static readonly Option<int?> MetricsPort = NewMetricsPort();

    private static readonly Option<DirectoryInfo?> DataDirectory = new("--data-directory")
    {
        Description = $"Where the data of what runs on this machine are ({Keys.DataDirectory}). ./.smartkart unless set.",
        HelpName = "path",
        Recursive = true,
    };

    /// <summary>Gives a command, and those below it, the flags that say where the cluster is.</summary>
    public static void AddFlags(Command command)
    {
        command.Add(BootstrapServers);
        command.Add(SchemaRegistry);
        AddDataDirectory(command);
    }

    /// <summary>Gives a command the flags that say where the online store is.</summary>
    public static void AddOnlineFlags(Command command)
    {
        command.Add(Redis);
        if (!command.Options.Contains(DataDirectory)) AddDataDirectory(command);
    }

    /// <summary>Gives a command the flags that say where the registered models are, beside its folder's.</summary>
    public static void AddModelFlags(Command command)
    {
        command.Add(TrackingUri);
        AddDataDirectory(command);
    }

    /// <summary>Gives a command the flag that says where it serves its metrics.</summary>
    public static void AddMetricsFlag(Command command) => command.Add(MetricsPort);

    /// <summary>Gives a command the flag alone that says where the embedded cluster's data are.</summary>
    public static void AddDataDirectory(Command command) => command.Add(DataDirectory);

    /// <summary>Whether a tracking server is given on the command line itself.</summary>
    public static bool NamesTrackingServer(ParseResult parsed) => parsed.GetValue(TrackingUri) is not null;

    /// <exception cref="CommandException"><c>smartkart.json</c> cannot be read.</exception>
    public static IConfigurationRoot Read(ParseResult parsed)
    {
        var flags = new Dictionary<string, string?>();
        if (parsed.GetValue(BootstrapServers) is { } servers) flags[Keys.BootstrapServers] = servers;
        if (parsed.GetValue(DataDirectory) is { } folder) flags[Keys.DataDirectory] = folder.FullName;
        if (parsed.GetValue(SchemaRegistry) is { } registry) flags[Keys.RegistryUrl] = registry;
        if (parsed.GetValue(TrackingUri) is { } tracking) flags[Keys.TrackingUri] = tracking;
        if (parsed.GetValue(Redis) is { } redis) flags[Keys.RedisConnection] = redis;
        if (parsed.GetValue(MetricsPort) is { } port) flags[Keys.MetricsPort] = port.ToString(CultureInfo.InvariantCulture);
        return Read(Environment.CurrentDirectory, flags);
    }

    internal static IConfigurationRoot Read(string folder, IReadOnlyDictionary<string, string?> flags)
    {
        var file = Path.Combine(folder, FileName);
        try
        {
            return new ConfigurationBuilder()
                .AddInMemoryCollection([new(Keys.AdminTimeout, AdminTimeout.ToString())])
                .AddJsonFile(file, optional: true, reloadOnChange: false)
                .AddEnvironmentVariables(VariablePrefix)
                .AddInMemoryCollection(flags)
                .Build();
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{file} cannot be read: {(fault.InnerException ?? fault).Message} Mend it, or move it away.", fault);
        }
    }

    private static Option<int?> NewMetricsPort()
    {
        var option = new Option<int?>("--metrics-port")
        {
            Description = $"Where metrics and health are served, on loopback ({Keys.MetricsPort}). 'up' takes {MetricsOptions.UsualPort} unless set, "
                + "others any port that is free; 0 for any that is free.",
            HelpName = "port",
        };
        option.HoldTo<int>(port => port is >= 0 and <= ushort.MaxValue, $"--metrics-port is 0 to {ushort.MaxValue}.");
        return option;
    }

    /// <summary>Keys as text, which options types spell as names.</summary>
    internal static class Keys
    {
        public const string BootstrapServers = $"{KafkaOptions.Section}:{nameof(KafkaOptions.BootstrapServers)}";
        public const string AdminTimeout = $"{KafkaOptions.Section}:{nameof(KafkaOptions.AdminTimeout)}";
        public const string RegistryUrl = $"{SchemaRegistryOptions.Section}:Url";
        public const string RedisConnection = $"{RedisOptions.Section}:{nameof(RedisOptions.Connection)}";
        public const string TrackingUri = $"{MlflowOptions.Section}:{nameof(MlflowOptions.TrackingUri)}";
        public const string DataDirectory = "Local:DataDirectory";
        public const string MetricsPort = $"{MetricsOptions.Section}:{nameof(MetricsOptions.Port)}";
        public const string Partitions = "Local:Partitions";
    }
}
