namespace SmartKart.Streams.Building;

/// <summary>The names of a foreign-key join's nodes, topics and store, numbered in Kafka Streams' order.</summary>
internal sealed class ForeignKeyJoinNames
{
    private const string Topic = "-topic";

    public ForeignKeyJoinNames(DslContext dsl, string? named)
    {
        string Name(string suffix, string prefix) => dsl.NameOf(named is null ? null : named + suffix, prefix);
        SubscriptionTopic = Name("-subscription-registration", "KTABLE-FK-JOIN-SUBSCRIPTION-REGISTRATION-") + Topic;
        Send = Name("-subscription-registration-processor", "KTABLE-FK-JOIN-SUBSCRIPTION-REGISTRATION-");
        SubscriptionSink = Name("-subscription-registration-sink", "KTABLE-SINK-");
        SubscriptionSource = Name("-subscription-registration-source", "KTABLE-SOURCE-");
        Store = Name("-subscription-store", "KTABLE-FK-JOIN-SUBSCRIPTION-STATE-STORE-");
        Receive = Name("-subscription-receive", "KTABLE-FK-JOIN-SUBSCRIPTION-PROCESSOR-");
        SubscriptionJoin = Name("-subscription-join-foreign", "KTABLE-FK-JOIN-SUBSCRIPTION-PROCESSOR-");
        ForeignJoin = Name("-foreign-join-subscription", "KTABLE-FK-JOIN-SUBSCRIPTION-PROCESSOR-");
        ResponseTopic = Name("-subscription-response", "KTABLE-FK-JOIN-SUBSCRIPTION-RESPONSE-") + Topic;
        ResponseSink = Name("-subscription-response-sink", "KTABLE-SINK-");
        ResponseSource = Name("-subscription-response-source", "KTABLE-SOURCE-");
        Resolver = Name("-subscription-response-resolver", "KTABLE-FK-JOIN-SUBSCRIPTION-RESPONSE-RESOLVER-PROCESSOR-");
        Result = Name("-result", "KTABLE-FK-JOIN-OUTPUT-");
    }

    /// <summary>Carries subscriptions to the right table's partitions.</summary>
    public string SubscriptionTopic { get; }

    /// <summary>Makes subscriptions of the left table's changes.</summary>
    public string Send { get; }

    public string SubscriptionSink { get; }

    public string SubscriptionSource { get; }

    /// <summary>Keeps the subscriptions.</summary>
    public string Store { get; }

    /// <summary>Fills the store.</summary>
    public string Receive { get; }

    /// <summary>Answers a subscription.</summary>
    public string SubscriptionJoin { get; }

    /// <summary>Answers all subscriptions to a right row that changed.</summary>
    public string ForeignJoin { get; }

    /// <summary>Carries answers to the left table's partitions.</summary>
    public string ResponseTopic { get; }

    public string ResponseSink { get; }

    public string ResponseSource { get; }

    /// <summary>Joins answers with the left table's rows.</summary>
    public string Resolver { get; }

    /// <summary>Has rows ask again. It takes no number: Kafka Streams has no such node, and the names that come after must be the same.</summary>
    public string Renewal => $"{Resolver}-renewal";

    /// <summary>The result.</summary>
    public string Result { get; }
}
