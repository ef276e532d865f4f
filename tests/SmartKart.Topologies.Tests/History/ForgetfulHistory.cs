using SmartKart.Backfill.Histories;
using SmartKart.Schemas.Events;

namespace SmartKart.Topologies.Tests.History;

/// <summary>
/// A history that lacks some orders, and the payments of some others: simulated shops are more careful than real ones. It tells no states of orders, for a
/// cancellation counts only where it is read in time, which depends on who is faster.
/// </summary>
internal sealed class ForgetfulHistory(IHistory history) : IHistory
{
    public string Name => history.Name;

    public IEnumerable<HistoryEvent> Read(RowAccount account, CancellationToken cancellation) => history.Read(account, cancellation).Where(each => each switch
    {
        HistoryEvent<OrderPlaced> { Value.OrderId: [.., '3'] } => false,
        HistoryEvent<OrderStatusChanged> => false,
        HistoryEvent<PaymentProcessed> { Value.OrderId: [.., '7'] } => false,
        _ => true,
    });
}
