using Microsoft.Extensions.Configuration;
using SmartKart.Local.Clusters;
using SmartKart.Local.Features;
using SmartKart.Topologies.Archive;

namespace SmartKart.Local.Streaming;

/// <summary>The section <c>Archive</c>: where history is kept unless it says so, and when topics are archived.</summary>
internal static class ArchiveSection
{
    /// <exception cref="CommandException">A key is none of the section's, or a value none of its key's.</exception>
    public static ArchiveOptions Read(IConfiguration configuration)
    {
        try
        {
            var options = configuration.GetSection(ArchiveOptions.Section).Get<ArchiveOptions>(binder => binder.ErrorOnUnknownConfiguration = true) ?? new ArchiveOptions();
            return (options with { Root = options.Root ?? HistoryOption.DefaultRoot(BrokerSection.DataDirectory(configuration)) }).Checked();
        }
        catch (Exception fault) when (fault is InvalidOperationException or ArgumentOutOfRangeException)
        {
            throw new CommandException($"The section {ArchiveOptions.Section} of the configuration cannot be used: {fault.Message} Mend or remove that key.", fault);
        }
    }
}
