using Confluent.Kafka;

namespace SmartKart.Broker.Tests.Strangers.ConfluentKafka;

/// <summary>A member of a group, of either protocol, which tells what it is assigned and what it reads until its stdin ends.</summary>
internal static class GroupMember
{
    private static readonly TimeSpan PollTimeout = TimeSpan.FromMilliseconds(200);

    public static async Task LiveAsync(Errand errand)
    {
        using var stop = new CancellationTokenSource();
        var ended = StopAtEndOfInputAsync(stop);
        var held = new SortedSet<int>();
        using var consumer = new ConsumerBuilder<Ignore, string>(Settings(errand))
            .SetPartitionsAssignedHandler((_, come) =>
            {
                held.UnionWith(come.Select(each => each.Partition.Value));
                Errand.Say(new { assigned = held });
            })
            .SetPartitionsRevokedHandler((_, gone) =>
            {
                held.ExceptWith(gone.Select(each => each.Partition.Value));
                Errand.Say(new { assigned = held });
            })
            .Build();
        consumer.Subscribe(errand.Topic);
        while (!stop.IsCancellationRequested)
            if (consumer.Consume(PollTimeout) is { } read) Errand.Say(new { value = read.Message.Value });
        consumer.Close();
        Errand.Say(new { left = true });
        await ended;
    }

    private static ConsumerConfig Settings(Errand errand)
    {
        var settings = new ConsumerConfig
        {
            BootstrapServers = errand.Bootstrap,
            GroupId = errand.Group,
            GroupInstanceId = errand.Instance,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            AutoCommitIntervalMs = 200,
        };
        if (errand.Protocol == "consumer")
        {
            // The broker sets this protocol's sessions and heartbeats.
            settings.GroupProtocol = GroupProtocol.Consumer;
            settings.GroupRemoteAssignor = errand.Strategy;
            return settings;
        }
        settings.Set("partition.assignment.strategy", errand.Strategy);
        settings.SessionTimeoutMs = errand.SessionMs;
        settings.HeartbeatIntervalMs = 500;
        return settings;
    }

    private static async Task StopAtEndOfInputAsync(CancellationTokenSource stop)
    {
        await Console.OpenStandardInput().CopyToAsync(Stream.Null);
        await stop.CancelAsync();
    }
}
