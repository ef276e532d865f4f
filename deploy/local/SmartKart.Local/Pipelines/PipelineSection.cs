using System.CommandLine;
using Microsoft.Extensions.Configuration;
using SmartKart.Local.Clusters;
using SmartKart.Pipelines.Runs;

namespace SmartKart.Local.Pipelines;

/// <summary>How this machine runs pipelines: runs below the data directory, and steps that are configured as the command is.</summary>
internal static class PipelineSection
{
    private const string Folder = "pipelines";
    private const string Program = "smartkart";
    private const string VariablePrefix = "SMARTKART__";

    /// <summary>Where runs are kept.</summary>
    public static string RunsOf(ParseResult parsed) => Path.Combine(BrokerSection.DataDirectory(LocalConfiguration.Read(parsed)), Folder);

    public static RunOptions Read(ParseResult parsed)
    {
        var configuration = LocalConfiguration.Read(parsed);
        var data = BrokerSection.DataDirectory(configuration);
        var options = new RunOptions
        {
            Folder = Path.Combine(data, Folder),
            // The very program that runs them, so that a step does what the command does.
            Programs = new Dictionary<string, IReadOnlyList<string>>
            {
                [Program] = [Environment.ProcessPath ?? "dotnet", Path.Combine(AppContext.BaseDirectory, "SmartKart.Local.dll")],
            },
            // A step runs in a folder of its own, where neither smartkart.json lies nor ./.smartkart.
            Environment = configuration.AsEnumerable().Where(each => each.Value is not null)
                .Append(new(LocalConfiguration.Keys.DataDirectory, data)).DistinctLast()
                .ToDictionary(each => VariablePrefix + each.Key.Replace(":", "__", StringComparison.Ordinal), each => each.Value ?? "", StringComparer.Ordinal),
        };
        return options;
    }

    private static IEnumerable<KeyValuePair<string, string?>> DistinctLast(this IEnumerable<KeyValuePair<string, string?>> settings) =>
        settings.GroupBy(each => each.Key, StringComparer.OrdinalIgnoreCase).Select(group => group.Last());
}
