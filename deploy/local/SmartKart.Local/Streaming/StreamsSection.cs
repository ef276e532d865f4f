using Microsoft.Extensions.Configuration;
using SmartKart.Local.Clusters;
using SmartKart.Topologies.Worker;

namespace SmartKart.Local.Streaming;

/// <summary>The section <c>Streams</c>: how topologies run, with their state in the data directory unless it says where.</summary>
internal static class StreamsSection
{
    private const string StateFolder = "streams";

    /// <exception cref="CommandException">A key is none of the section's, or a value none of its key's. What is out of range is told when they start.</exception>
    public static WorkerOptions Read(IConfiguration configuration)
    {
        try
        {
            var options = configuration.GetSection(WorkerOptions.Section).Get<WorkerOptions>(binder => binder.ErrorOnUnknownConfiguration = true) ?? new WorkerOptions();
            return options with { StateDirectory = options.StateDirectory ?? Path.Combine(BrokerSection.DataDirectory(configuration), StateFolder) };
        }
        catch (InvalidOperationException fault)
        {
            throw new CommandException($"The section {WorkerOptions.Section} of the configuration cannot be used: {fault.Message} Mend or remove that key.", fault);
        }
    }
}
