namespace SmartKart.Backfill.Histories;

/// <summary>
/// The past of a shop as events: from a data set or from the simulator. Reading it twice gives the same events with the same ids, in the
/// same order.
/// </summary>
public interface IHistory
{
    /// <summary>What it is, for people: such as <c>UCI Online Retail (online_retail.parquet)</c>.</summary>
    string Name { get; }

    /// <summary>Every event, in time order.</summary>
    /// <param name="account">Receives each input row, under what became of it, no later than the row's last event is returned.</param>
    /// <param name="cancellation">Interrupts the reading.</param>
    IEnumerable<HistoryEvent> Read(RowAccount account, CancellationToken cancellation);

    /// <summary>How many input rows there are, where that can be told without reading them as events; null where there are none, or it can't.</summary>
    /// <param name="cancellation">Interrupts the counting.</param>
    long? CountRows(CancellationToken cancellation) => null;
}
