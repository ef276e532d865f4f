using Microsoft.Extensions.Configuration;
using SmartKart.Schemas.Registry;

namespace SmartKart.Local.Clusters;

/// <summary>
/// The section <c>SchemaRegistry</c> as options. Its addresses are a list; <c>Url</c> is the same as text, with commas between several, as a
/// variable or a flag can hold it.
/// </summary>
internal static class RegistrySection
{
    private const string UrlList = $"{SchemaRegistryOptions.Section}:{nameof(SchemaRegistryOptions.Urls)}";

    /// <summary>Whether the configuration says where the registry is.</summary>
    public static bool NamesOne(IConfiguration configuration) => Addresses(configuration).Length > 0;

    /// <exception cref="CommandException">A value is none of its key's.</exception>
    public static SchemaRegistryOptions Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(SchemaRegistryOptions.Section);
        SchemaRegistryOptions options;
        try
        {
            options = section.Get<SchemaRegistryOptions>() ?? new SchemaRegistryOptions();
        }
        catch (InvalidOperationException fault)
        {
            throw new CommandException($"The section {SchemaRegistryOptions.Section} of the configuration cannot be read: {fault.Message} Mend it.", fault);
        }
        // The list as a whole: binding would add what is configured to the default.
        var addresses = Addresses(configuration);
        return addresses.Length == 0 ? options with { Urls = new SchemaRegistryOptions().Urls } : options with { Urls = [.. addresses.Select(Parse)] };
    }

    private static string[] Addresses(IConfiguration configuration)
    {
        var url = configuration[LocalConfiguration.Keys.RegistryUrl];
        return url is not null
            ? url.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            : [.. configuration.GetSection(UrlList).GetChildren().Select(each => each.Value).OfType<string>()];
    }

    private static Uri Parse(string address) => Uri.TryCreate(address, UriKind.Absolute, out var parsed)
        ? parsed
        : throw new CommandException($"{LocalConfiguration.Keys.RegistryUrl} has '{address}', which is no address. Write it as http://localhost:8081 is.");
}
