using SmartKart.Kafka;
using SmartKart.Schemas.Catalogue;

namespace SmartKart.Topologies.Archive;

/// <summary>How much of a topic waits to be archived, and since when.</summary>
/// <param name="topic">The topic.</param>
/// <param name="root">The history's folder.</param>
/// <param name="options">When it is enough.</param>
internal sealed class WaitingTopic(Topic topic, string root, ArchiveOptions options)
{
    private ArchivedOffsets? _archived;
    private long _records;
    private DateTimeOffset? _since;
    private DateTimeOffset _heldUntil;
    private string? _heldUpBy;
    private DateTimeOffset? _tellAfter = DateTimeOffset.MinValue;       // null where all was told; at first nobody knows

    public Topic Topic => topic;

    /// <summary>Its partitions; none where the cluster is to be asked for them.</summary>
    public IReadOnlyList<TopicPartition> Partitions { get; set; } = [];

    /// <summary>Whether it is to be left alone for now.</summary>
    public bool IsHeldUp(DateTimeOffset now) => now < _heldUntil;

    /// <summary>Takes note of where its partitions end.</summary>
    public void Look(IEnumerable<(int Partition, long End)> ends, DateTimeOffset now)
    {
        _archived ??= new ArchivedOffsets(root, topic.Name);
        _records = ends.Sum(end => Math.Max(0, end.End - (_archived.EndOf(end.Partition) ?? 0)));
        if (_records == 0) _since = null;
        else _since ??= now;
    }

    /// <summary>How many records wait, and for how long the oldest of them has been known to.</summary>
    public (long Records, TimeSpan Age) Waiting(DateTimeOffset now) => (_records, _since is { } since ? now - since : TimeSpan.Zero);

    /// <summary>Whether so much waits, or for so long, that a run is to begin; or whether one is to say how far the topic is archived.</summary>
    public bool IsDue(DateTimeOffset now) => !IsHeldUp(now) && (_records >= options.RollRecords || now - _since >= options.RollAfter || MustTell(now));

    private bool MustTell(DateTimeOffset now) => now >= _tellAfter && _archived is { Ranges.Count: > 0 };

    /// <summary>A run came to its end, whoever's it was. By now it may have more partitions.</summary>
    /// <param name="tellAfter">From when on another run is to say how far it came; null where that was said.</param>
    public void Archived(DateTimeOffset? tellAfter) => (_archived, _since, _heldUpBy, _tellAfter, Partitions) = (null, null, null, tellAfter, []);

    /// <summary>Leaves it alone until then.</summary>
    /// <returns>Whether that is for another reason than before.</returns>
    public bool HoldUp(DateTimeOffset until, string reason)
    {
        var isNew = _heldUpBy != reason;
        (_heldUntil, _heldUpBy, _archived) = (until, reason, null);
        return isNew;
    }
}
