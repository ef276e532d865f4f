using SmartKart.Kafka;

namespace SmartKart.Backfill.Replay;

/// <summary>When a topic's batch is worth sending.</summary>
internal static class FullBatch
{
    // Half a megabyte and more is a full request; what is smaller would only be gathered again by librdkafka.
    private const int Bytes = 512 * 1024;
    private const int Records = 4096;

    /// <summary>Whether it is.</summary>
    public static bool Is(ProducerBatch batch) => batch.SizeBytes >= Bytes || batch.Count >= Records;
}
