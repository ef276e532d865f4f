using System.Buffers;
using SmartKart.Broker.Messages;
using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Groups.Classic;

/// <summary>Looks into what classic consumers tell each other, only to know which topics they read: their offsets must not expire.</summary>
internal static class Subscriptions
{
    /// <returns>The topics; null where the members are no consumers, or write something else than Kafka's clients do.</returns>
    public static HashSet<string>? Of(ClassicGroup group)
    {
        if (group.ProtocolType != "consumer") return null;
        try
        {
            return [.. group.Members.All.SelectMany(member => Topics(member.MetadataOf(group.Protocol)))];
        }
        catch (ProtocolException)
        {
            return null;      // their own business: without topics, none of the group's offsets expire while it has members
        }
    }

    private static List<string> Topics(byte[] metadata)
    {
        var subscription = new ConsumerProtocolSubscription();
        if (metadata.Length < sizeof(short)) return [];
        // Every later version begins like version 0.
        MessageReader.Read(new ReadOnlySequence<byte>(metadata, sizeof(short), metadata.Length - sizeof(short)), 0, flexible: false, subscription);
        return subscription.Topics;
    }
}
