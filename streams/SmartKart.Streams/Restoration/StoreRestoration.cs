using SmartKart.Kafka;
using SmartKart.Streams.Tasks;

namespace SmartKart.Streams.Restoration;

/// <summary>The stores of one task that are brought up to their changelogs: an active task's, until it can process, or a standby's, for good.</summary>
internal sealed class StoreRestoration
{
    public StoreRestoration(TaskId id, IEnumerable<TaskChangelog> changelogs)
    {
        Id = id;
        Changelogs = [.. from changelog in changelogs
                         where changelog.Partition is not null
                         select new StoreChangelog(this, changelog.Store, changelog.Partition.GetValueOrDefault())];
    }

    public TaskId Id { get; }

    public IReadOnlyList<StoreChangelog> Changelogs { get; }

    /// <summary>For an active task: is told when its state is whole, or, with true, that it can't be mended and must be restored anew.</summary>
    public Action<bool>? Ended { get; init; }

    /// <summary>For a standby: its open stores.</summary>
    public TaskStores? StandbyStores { get; init; }

    public bool IsStandby => StandbyStores is not null;

    /// <summary>For a standby: in how many plans in succession it was not wanted.</summary>
    public int UnwantedPlans { get; set; }

    /// <summary>The updater knows where its changelogs begin and end.</summary>
    public bool IsPrepared { get; set; }

    /// <summary>Its state is whole, as of the moment that it asked.</summary>
    public bool IsRestored => IsPrepared && Changelogs.All(changelog => changelog.IsRestored);

    public IEnumerable<TopicPartition> Partitions => Changelogs.Select(changelog => changelog.Partition);
}
