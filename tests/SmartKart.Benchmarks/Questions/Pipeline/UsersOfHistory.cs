using SmartKart.Backfill.Histories;
using SmartKart.Schemas.Events;

namespace SmartKart.Benchmarks.Questions.Pipeline;

/// <summary>The payments of one user in so many of a history, all of each of them: as long a past as users have, in less time.</summary>
internal sealed class UsersOfHistory(IHistory whole, int oneIn) : IHistory
{
    /// <inheritdoc/>
    public string Name => $"one user in {oneIn} of {whole.Name}";

    /// <inheritdoc/>
    public IEnumerable<HistoryEvent> Read(RowAccount account, CancellationToken cancellation) =>
        whole.Read(account, cancellation).Where(each => each is HistoryEvent<PaymentProcessed> { Value.UserId: var user } && IsTaken(user));

    // The same users in each run.
    private bool IsTaken(string user)
    {
        var hash = 17u;
        foreach (var letter in user) hash = (hash * 31) + letter;
        return hash % oneIn == 0;
    }
}
