using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Offline;

namespace SmartKart.Local.Features;

/// <summary>Which views a command works on: those that it is given, else all whose history is there.</summary>
internal static class ViewChoice
{
    /// <exception cref="CommandException">None is given, and there is no history of any.</exception>
    public static IReadOnlyList<FeatureView> Of(DefinitionSet definitions, IReadOnlyList<string>? names, HistorySource history)
    {
        if (names is { Count: > 0 }) return [.. names.Select(definitions.View)];
        var fed = definitions.Views.Where(view => IsFed(view, history)).ToArray();
        return fed.Length > 0 ? fed : throw new CommandException(
            $"There is no history under {history.FolderOf("…")}: no topic that a view reads has a file there. 'smartkart topics export' writes topics there; --history names another folder.");
    }

    /// <summary>Whether the events of all the topics that a view needs are there.</summary>
    public static bool IsFed(FeatureView view, HistorySource history) => view.Source is { } source
        ? Directory.Exists(history.FolderOf(source.Topic.Name)) && Directory.EnumerateFiles(history.FolderOf(source.Topic.Name), "*.parquet", SearchOption.AllDirectories).Any()
        : view.Reads.All(read => IsFed(read, history));
}
