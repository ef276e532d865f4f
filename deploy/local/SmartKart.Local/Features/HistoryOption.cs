using System.CommandLine;
using SmartKart.FeatureStore.Offline;
using SmartKart.Local.Clusters;

namespace SmartKart.Local.Features;

/// <summary>Where the history is that a command reads: a folder that it is given, else the data directory's.</summary>
internal static class HistoryOption
{
    private const string Folder = "warehouse";

    public static Option<DirectoryInfo?> Create() => new("--history")
    {
        Description = "The folder of past events, which holds events/<topic>/…/*.parquet; 'topics export' writes it. "
            + "The data directory's warehouse unless given.",
        HelpName = "path",
    };

    /// <summary>The history of a data directory.</summary>
    public static string DefaultRoot(string dataDirectory) => Path.Combine(dataDirectory, Folder);

    public static HistorySource Read(ParseResult parsed, Option<DirectoryInfo?> option) =>
        new(parsed.GetValue(option)?.FullName ?? DefaultRoot(BrokerSection.DataDirectory(LocalConfiguration.Read(parsed))));
}
