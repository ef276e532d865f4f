using Microsoft.Extensions.Configuration;
using SmartKart.Serving;

namespace SmartKart.Local.Serving;

/// <summary>The section <c>Serving</c> as options.</summary>
internal static class ServingSection
{
    /// <exception cref="CommandException">A key is none of the section's, or a value none of its key's.</exception>
    public static ServingOptions Read(IConfiguration configuration)
    {
        try
        {
            return configuration.GetSection(ServingOptions.Section).Get<ServingOptions>(binder => binder.ErrorOnUnknownConfiguration = true) ?? new ServingOptions();
        }
        catch (InvalidOperationException fault)
        {
            throw new CommandException($"The section {ServingOptions.Section} of the configuration cannot be used: {fault.Message} Mend or remove that key.", fault);
        }
    }
}
