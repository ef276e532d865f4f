namespace SmartKart.Local.Clusters;

/// <summary>The broker and the schema registry that a command starts for itself where no cluster is named; they end with it.</summary>
internal sealed class EmbeddedCluster : IAsyncDisposable
{
    private EmbeddedCluster(string bootstrapServers, Uri registry) => (BootstrapServers, Registry) = (bootstrapServers, registry);

    /// <summary><c>host:port</c> of the broker.</summary>
    public string BootstrapServers { get; }

    /// <summary>Where the registry answers.</summary>
    public Uri Registry { get; }

    /// <summary>Starts both over what earlier commands left in a data directory.</summary>
    /// <exception cref="CommandException">They cannot be started.</exception>
    public static Task<EmbeddedCluster> OpenAsync(string dataDirectory, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        throw new CommandException(
            $"No Kafka cluster is named, and this version has no embedded broker yet that could serve {dataDirectory}. " +
            $"Set {LocalConfiguration.Keys.BootstrapServers} in {LocalConfiguration.FileName}, or give --bootstrap-servers host:port.");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
