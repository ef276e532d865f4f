using Microsoft.Extensions.Configuration;
using SmartKart.Scoring.Registry;

namespace SmartKart.Local.Models;

/// <summary>The section <c>Mlflow</c> as options, with downloads in the data directory unless it says where.</summary>
internal static class MlflowSection
{
    private const string Folder = "mlflow";

    /// <returns>Null where no tracking server is set.</returns>
    /// <exception cref="CommandException">A key is none of the section's, or a value none of its key's.</exception>
    public static MlflowOptions? Read(IConfiguration configuration, string dataDirectory)
    {
        var section = configuration.GetSection(MlflowOptions.Section);
        if (string.IsNullOrEmpty(section[nameof(MlflowOptions.TrackingUri)])) return null;
        try
        {
            var options = section.Get<MlflowOptions>(binder => binder.ErrorOnUnknownConfiguration = true) ?? new MlflowOptions();
            return options with { CacheDirectory = section[nameof(MlflowOptions.CacheDirectory)] ?? Path.Combine(dataDirectory, Folder) };
        }
        catch (InvalidOperationException fault)
        {
            throw new CommandException(
                $"The section {MlflowOptions.Section} of the configuration cannot be used: {fault.Message} Mend or remove that key.", fault);
        }
    }
}
