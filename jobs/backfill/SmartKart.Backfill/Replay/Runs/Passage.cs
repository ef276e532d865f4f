using SmartKart.Backfill.Histories;

namespace SmartKart.Backfill.Replay.Runs;

/// <summary>One reading of a history from its beginning, and what was seen on the way.</summary>
/// <param name="history">The history.</param>
/// <param name="options">How it is replayed.</param>
/// <param name="account">Receives its rows.</param>
/// <param name="progress">Receives how far it is; null for none.</param>
internal sealed class Passage(IHistory history, ReplayOptions options, RowAccount account, IProgress<long>? progress)
{
    /// <summary>The history.</summary>
    public IHistory History { get; } = history;

    /// <summary>How it is replayed.</summary>
    public ReplayOptions Options { get; } = options;

    /// <summary>Its rows.</summary>
    public RowAccount Account { get; } = account;

    /// <summary>Topics whose retention was lifted.</summary>
    public List<string> KeptForever { get; } = [];

    /// <summary>When the first event happened that was published.</summary>
    public DateTimeOffset? First { get; private set; }

    /// <summary>When the last one did.</summary>
    public DateTimeOffset? Last { get; private set; }

    /// <summary>Notes an event that was published.</summary>
    public void Published(DateTimeOffset occurredAt)
    {
        First ??= occurredAt;
        Last = occurredAt;
    }

    /// <summary>Says how far it is: in rows, or in events where there are none.</summary>
    public void Report(long events) => progress?.Report(Account.Rows > 0 ? Account.Rows : events);
}
