using Microsoft.Extensions.Configuration;
using SmartKart.Prometheus;

namespace SmartKart.Local.Workers;

/// <summary>The section <c>Metrics</c> as options.</summary>
internal static class MetricsSection
{
    /// <exception cref="CommandException">A key is none of the section's, or a value none of its key's.</exception>
    public static MetricsOptions Read(IConfiguration configuration)
    {
        try
        {
            return configuration.GetSection(MetricsOptions.Section).Get<MetricsOptions>(binder => binder.ErrorOnUnknownConfiguration = true) ?? new MetricsOptions();
        }
        catch (InvalidOperationException fault)
        {
            throw new CommandException($"The section {MetricsOptions.Section} of the configuration cannot be used: {fault.Message} Mend or remove that key.", fault);
        }
    }
}
