using SmartKart.Schemas.Catalogue;

namespace SmartKart.Topologies.Worker;

/// <summary>How a worker runs its topologies: the section <c>Streams</c> of the configuration.</summary>
public sealed record WorkerOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Streams";

    /// <summary>What applications' ids begin with, and so their groups, internal topics and folders; <c>smartkart</c> unless set.</summary>
    public string ApplicationPrefix { get; init; } = "smartkart";

    /// <summary>Where state is kept; <c>streams</c> under the data directory unless set.</summary>
    public string? StateDirectory { get; init; }

    /// <summary>How many threads each topology has; null, the default, is as many as each asks for: two for features where the machine has two cores, else one.</summary>
    public int? Threads { get; init; }

    /// <summary>How far those threads give way to others of the machine, 0 to 19; null, the default, is 10 where the broker runs in the same process, else 0.</summary>
    public int? ThreadNiceness { get; init; }

    /// <summary>How often work is committed; every 25 ms unless set.</summary>
    public TimeSpan CommitInterval { get; init; } = TimeSpan.FromMilliseconds(25);

    /// <summary>The same while a topology has more to catch up with than it processes in this time; every second unless set.</summary>
    public TimeSpan CatchUpCommitInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How many instances may go at once without their state having to be restored from the cluster, 0 to 3; 0 unless set.</summary>
    public int NumStandbyReplicas { get; init; }

    /// <summary>On how many brokers each internal topic is kept; -1, the default, leaves it to the broker.</summary>
    public int InternalTopicReplicationFactor { get; init; } = -1;

    /// <summary>Where events go that can't be used; <c>dead_letters</c> unless set.</summary>
    public string DeadLetterTopic { get; init; } = Topics.DeadLetters;

    /// <summary>The id of a topology's application.</summary>
    public string ApplicationOf(string topology) => $"{ApplicationPrefix}-{topology}";

    /// <summary>The topology of an application; its id as it is where it is none of these.</summary>
    public string NameOf(string application) =>
        application.StartsWith($"{ApplicationPrefix}-", StringComparison.Ordinal) ? application[(ApplicationPrefix.Length + 1)..] : application;
}
