using System.CommandLine;
using System.CommandLine.Parsing;
using Microsoft.Extensions.Configuration;
using SmartKart.Local.Clusters;

namespace SmartKart.Local.Serving;

/// <summary>
/// Which API a command asks: the one that it is given; else the one that runs over the data directory; else the configured port of this machine.
/// </summary>
internal static class ServingOption
{
    public static Option<Uri?> Create() => new("--serving")
    {
        Description = "The inference API, such as http://localhost:8080. Unless given the one that 'smartkart demo' or 'serve' runs over the data directory, "
            + "or else at Serving:Port of this machine.",
        HelpName = "url",
        CustomParser = Parse,
    };

    public static Uri Read(ParseResult parsed, Option<Uri?> option, IConfiguration configuration)
    {
        if (parsed.GetValue(option) is { } given) return given;
        if (ServingFile.Read(BrokerSection.DataDirectory(configuration)) is { } running) return running.Address;
        var options = ServingSection.Read(configuration);
        return new UriBuilder(Uri.UriSchemeHttp, options.Host, options.Port).Uri;
    }

    private static Uri? Parse(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        // Its routes are relative to it.
        if (Uri.TryCreate(text.EndsWith('/') ? text : text + "/", UriKind.Absolute, out var address) && address.Scheme is ("http" or "https")) return address;
        result.AddError($"--serving '{text}' is no address. Write it as http://localhost:8080 is.");
        return null;
    }
}
