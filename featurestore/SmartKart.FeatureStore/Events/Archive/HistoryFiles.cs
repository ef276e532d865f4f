using System.Globalization;

namespace SmartKart.FeatureStore.Events.Archive;

/// <summary>
/// Where a topic's history lies: <c>&lt;root&gt;/events/&lt;topic&gt;/date=2026-11-21/&lt;name&gt;.parquet</c>, by the day, in UTC, on which its events
/// happened.
/// </summary>
public static class HistoryFiles
{
    /// <summary>A topic's folder.</summary>
    public static string Folder(string root, string topic) => Path.Combine(root, "events", topic);

    /// <summary>A glob of all of a topic's files.</summary>
    public static string All(string root, string topic) => Path.Combine(Folder(root, topic), "**", "*.parquet");

    /// <summary>One file.</summary>
    /// <param name="root">The history's folder.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="day">When its events happened, in UTC.</param>
    /// <param name="name">Which of the day's, without extension.</param>
    public static string Of(string root, string topic, DateOnly day, string name) =>
        Path.Combine(Folder(root, topic), string.Create(CultureInfo.InvariantCulture, $"date={day:yyyy-MM-dd}"), $"{name}.parquet");
}
