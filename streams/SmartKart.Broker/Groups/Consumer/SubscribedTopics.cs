using System.Collections.Immutable;
using System.Text.RegularExpressions;
using SmartKart.Broker.Topics;

namespace SmartKart.Broker.Groups.Consumer;

/// <summary>A topic that members read, as the group last saw it.</summary>
internal sealed record SubscribedTopic(string Name, Guid Id, int Partitions);

/// <summary>From what members ask for to the topics that there are.</summary>
internal static class SubscribedTopics
{
    /// <summary>The topics that at least one member reads and that exist, by name.</summary>
    public static ImmutableSortedDictionary<string, SubscribedTopic> Of(IEnumerable<ConsumerMember> members, IReadOnlyDictionary<string, Topic> all)
    {
        var patterns = new HashSet<string>();
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var member in members)
        {
            names.UnionWith(member.TopicNames);
            if (member.TopicPattern is not null) patterns.Add(member.TopicPattern);
        }
        foreach (var pattern in patterns) names.UnionWith(Matching(pattern, all.Keys));
        return names.Where(all.ContainsKey)
            .Select(name => new SubscribedTopic(name, all[name].Id, all[name].Partitions.Length))
            .ToImmutableSortedDictionary(topic => topic.Name, topic => topic, StringComparer.Ordinal);
    }

    /// <summary>The ids of the topics that each member reads, of those that the group has seen.</summary>
    public static IReadOnlyDictionary<string, IReadOnlySet<Guid>> ByMember(
        IEnumerable<ConsumerMember> members, ImmutableSortedDictionary<string, SubscribedTopic> topics)
    {
        var matches = new Dictionary<string, List<string>>();      // many members tend to share one pattern
        var byMember = new Dictionary<string, IReadOnlySet<Guid>>();
        foreach (var member in members)
        {
            IEnumerable<string> names = member.TopicNames;
            if (member.TopicPattern is { } pattern)
            {
                if (!matches.TryGetValue(pattern, out var matching)) matches[pattern] = matching = [.. Matching(pattern, topics.Keys)];
                names = names.Concat(matching);
            }
            byMember[member.Id] = names.Where(topics.ContainsKey).Select(name => topics[name].Id).ToHashSet();
        }
        return byMember;
    }

    public static bool Includes(ConsumerMember member, string topic) =>
        member.TopicNames.Contains(topic) || (member.TopicPattern is { } pattern && Parse(pattern).IsMatch(topic));

    /// <returns>What is wrong with a pattern; null where nothing is.</returns>
    public static string? FaultOf(string pattern)
    {
        try
        {
            Parse(pattern);
            return null;
        }
        catch (Exception fault) when (fault is ArgumentException or NotSupportedException)
        {
            return fault.Message;
        }
    }

    /// <summary>
    /// The whole name must match, as in Kafka, whose patterns are RE2's. Like RE2, this matcher takes linear time and knows no look-around
    /// and no back-references: a client cannot make the broker think for ever.
    /// </summary>
    private static Regex Parse(string pattern) => new($@"\A(?:{pattern})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    // The broker's own topics are left out: no pattern is meant to read them.
    private static IEnumerable<string> Matching(string pattern, IEnumerable<string> names)
    {
        var regex = Parse(pattern);
        return names.Where(name => !InternalTopics.Contains(name) && regex.IsMatch(name));
    }
}
