using System.CommandLine;
using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Offline;

namespace SmartKart.Local.Features;

/// <summary>Which views a command works on: those that it is given, else all whose history is there.</summary>
internal static class ViewChoice
{
    public static Option<string[]> Option() => new("--view")
    {
        Description = "A view, as 'features list' names it; may be given again. Every view whose history is there unless given.",
        HelpName = "view",
        AllowMultipleArgumentsPerToken = true,
    };

    /// <exception cref="CommandException">None is given, and there is no history of any.</exception>
    public static IReadOnlyList<FeatureView> Of(DefinitionSet definitions, IReadOnlyList<string>? names, HistorySource history)
    {
        if (names is { Count: > 0 }) return [.. names.Select(definitions.View)];
        var fed = definitions.Views.Where(view => IsFed(view, history)).ToArray();
        return fed.Length > 0 ? fed : throw new CommandException(
            $"There is no history under {history.FolderOf("…")}: no topic that a view reads has a file there. "
            + "'smartkart topics export' writes topics there; --history names another folder.");
    }

    /// <summary>Whether the events of all the topics that a view needs are there.</summary>
    private static bool IsFed(FeatureView view, HistorySource history) => view.Source is { } source
        ? history.Has(source.Topic.Name)
        : view.Reads.All(read => IsFed(read, history));
}
