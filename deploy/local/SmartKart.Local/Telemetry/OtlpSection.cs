using Microsoft.Extensions.Configuration;

namespace SmartKart.Local.Telemetry;

/// <summary>The section <c>Otlp</c> as options.</summary>
internal static class OtlpSection
{
    /// <exception cref="CommandException">A key is none of the section's, or a value none of its key's.</exception>
    public static OtlpOptions Read(IConfiguration configuration)
    {
        try
        {
            var options = configuration.GetSection(OtlpOptions.Section).Get<OtlpOptions>(binder => binder.ErrorOnUnknownConfiguration = true) ?? new OtlpOptions();
            if (options.Endpoint is null && Environment.GetEnvironmentVariable(OtlpOptions.UsualVariable) is { Length: > 0 } usual)
                options = options with { Endpoint = new Uri(usual, UriKind.RelativeOrAbsolute) };
            return options.Fault() is { } fault ? throw new CommandException(fault) : options;
        }
        catch (InvalidOperationException fault)
        {
            throw new CommandException($"The section {OtlpOptions.Section} of the configuration cannot be used: {fault.Message} Mend or remove that key.", fault);
        }
    }
}
