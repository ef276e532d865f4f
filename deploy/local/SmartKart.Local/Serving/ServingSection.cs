using Microsoft.Extensions.Configuration;
using SmartKart.Local.Clusters;
using SmartKart.Serving;
using SmartKart.Serving.Rollouts;

namespace SmartKart.Local.Serving;

/// <summary>The section <c>Serving</c> as options; the rollout is followed in the data directory unless another file is named.</summary>
internal static class ServingSection
{
    /// <exception cref="CommandException">A key is none of the section's, or a value none of its key's.</exception>
    public static ServingOptions Read(IConfiguration configuration)
    {
        Check(configuration.GetSection(RolloutOptions.Section));
        try
        {
            var section = configuration.GetSection(ServingOptions.Section);
            var options = section.Get<ServingOptions>(binder => binder.ErrorOnUnknownConfiguration = true) ?? new ServingOptions();
            return options with { RolloutFile = options.RolloutFile ?? Path.Combine(BrokerSection.DataDirectory(configuration), RolloutText.FileName) };
        }
        catch (InvalidOperationException fault)
        {
            throw new CommandException($"The section {ServingOptions.Section} of the configuration cannot be used: {fault.Message} Mend or remove that key.", fault);
        }
    }

    // The binder would name a type, and not what may be written.
    private static void Check(IConfigurationSection rollout)
    {
        foreach (var field in RolloutField.All)
        {
            if (rollout[field.Option] is { } text && field.Set(new RolloutOptions(), text) is null)
                throw new CommandException($"{RolloutOptions.Section}:{field.Option} is '{text}'. Write {field.Expected}.");
        }
    }
}
