using System.Globalization;
using SmartKart.Kafka;

namespace SmartKart.Local.Records;

/// <summary>From where in each partition records are read.</summary>
internal abstract record StartingPoint
{
    private StartingPoint() { }

    /// <summary>The first record that is still there.</summary>
    public static StartingPoint Beginning { get; } = new Spec(OffsetSpec.Earliest);

    /// <summary>What comes from now on.</summary>
    public static StartingPoint End { get; } = new Spec(OffsetSpec.Latest);

    /// <summary>Reads <c>beginning</c>, <c>end</c>, an offset, <c>-n</c> for the last n, or an instant in ISO 8601.</summary>
    /// <returns>Null for any other text.</returns>
    public static StartingPoint? Parse(string text)
    {
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return text switch
        {
            "beginning" or "earliest" => Beginning,
            "end" or "latest" => End,
            _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number < 0 ? new Last(-number) : new At(number),
            _ when text.Contains('-', StringComparison.Ordinal) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Utc, out var moment)
                && moment >= DateTimeOffset.UnixEpoch => new Spec(OffsetSpec.At(moment)),
            _ => null,
        };
    }

    /// <summary>The offsets at which the partitions are read first.</summary>
    public async Task<IReadOnlyList<TopicPartitionOffset>> ResolveAsync(KafkaAdmin admin, IReadOnlyList<TopicPartition> partitions, CancellationToken cancel)
    {
        switch (this)
        {
            case At(var offset):
                return [.. partitions.Select(partition => partition.At(offset))];
            case Last(var records):
                var begins = await ListAsync(admin, partitions, OffsetSpec.Earliest, cancel);
                var ends = await ListAsync(admin, partitions, OffsetSpec.Latest, cancel);
                return [.. partitions.Select(partition => partition.At(Math.Max(begins[partition], ends[partition] - records)))];
            default:
                var offsets = await ListAsync(admin, partitions, ((Spec)this).Place, cancel);
                return [.. partitions.Select(partition => partition.At(offsets[partition]))];
        }
    }

    private static async Task<Dictionary<TopicPartition, long>> ListAsync(
        KafkaAdmin admin, IReadOnlyList<TopicPartition> partitions, OffsetSpec place, CancellationToken cancel)
    {
        var offsets = await admin.Offsets.ListAsync(partitions, place, committedOnly: true, cancel);
        offsets.ThrowIfAnyFailed();
        return offsets.ToDictionary(each => each.Partition, each => each.Offset);
    }

    private sealed record At(long Offset) : StartingPoint;

    private sealed record Last(long Records) : StartingPoint;

    private sealed record Spec(OffsetSpec Place) : StartingPoint;
}
