using SmartKart.Kafka;
using SmartKart.Streams.Processing;

namespace SmartKart.Streams.Threads;

/// <summary>How the consumer of a thread is set.</summary>
internal static class ThreadConsumer
{
    public static KafkaConfiguration Configuration(StreamsApplication application, string clientId, int number)
    {
        var options = application.Options;
        var settings = application.Kafka
            .With("group.id", options.ApplicationId)
            .With("client.id", clientId)
            .With("enable.auto.commit", "false")
            // A partition of which librdkafka has fetched enough is looked at again after this time. Its own second is too long: a thread
            // takes what lies there in a fraction of it, and then waits (measured: two thirds of the time of a windowed count).
            .With("fetch.queue.backoff.ms", "5")
            // Partitions that came are fetched only when the fetch under way is over, which waits so long for records (measured: a moved
            // partition goes on after 0.2 s in place of 1.0, and after 1.2 s in place of 2.2 where its state is restored).
            .With("fetch.wait.max.ms", "50")
            .With("enable.partition.eof", "true") // tells a partition that is behind from one that has no more
            .With("auto.offset.reset", options.AutoOffsetReset == AutoOffsetReset.Earliest ? "earliest" : "latest")
            .With("isolation.level", options.IsExactlyOnce ? "read_committed" : "read_uncommitted");
        // Co-partitioned topics must meet in one task: of the assignors that there are everywhere only range sees to that.
        return options.GroupProtocol == StreamsGroupProtocol.Consumer
            ? settings.With("group.protocol", "consumer").With("group.remote.assignor", "range")
            : settings.With("group.protocol", "classic").With("partition.assignment.strategy", "range").With("group.instance.id", $"{application.ProcessId}-{number}");
    }
}
