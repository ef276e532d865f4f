using SmartKart.Backfill.Histories;

namespace SmartKart.Benchmarks.Questions.Pipeline;

/// <summary>One event in so many of a history, so that all its users are met, but a day of theirs fits into a benchmark.</summary>
internal sealed class ThinnedHistory(IHistory whole, int oneIn) : IHistory
{
    /// <inheritdoc/>
    public string Name => $"one event in {oneIn} of {whole.Name}";

    /// <inheritdoc/>
    public IEnumerable<HistoryEvent> Read(RowAccount account, CancellationToken cancellation) => whole.Read(account, cancellation).Where((_, at) => at % oneIn == 0);
}
