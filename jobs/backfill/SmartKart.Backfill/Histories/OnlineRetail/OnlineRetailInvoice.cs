namespace SmartKart.Backfill.Histories.OnlineRetail;

/// <summary>
/// All lines of one invoice, ordered by stock code, quantity, price and description, so that a line has the same number in any copy of
/// the file.
/// </summary>
/// <param name="Number">
/// 6 digits for a sale or a stock movement; <c>C</c> first for a cancellation, <c>A</c> for a bad-debt adjustment.
/// </param>
/// <param name="InvoicedAt">The earliest time on any of its lines: 43 invoices carry two, a minute apart.</param>
/// <param name="CustomerId">The customer; null for a guest and for stock movements.</param>
/// <param name="Country">The customer's country, by the shop's own name for it.</param>
/// <param name="Rows">The lines.</param>
public sealed record OnlineRetailInvoice(
    string Number, DateTimeOffset InvoicedAt, string? CustomerId, string? Country, IReadOnlyList<OnlineRetailRow> Rows)
{
    /// <summary>Where each line stands in the file, from 1; as many as <see cref="Rows"/>.</summary>
    public IReadOnlyList<long> RowNumbers { get; init; } = [.. Enumerable.Range(1, Rows.Count).Select(row => (long)row)];

    /// <summary>Whether it takes goods back.</summary>
    public bool IsCancellation => Number.StartsWith('C');

    /// <summary>Whether it writes off a debt.</summary>
    public bool IsBadDebt => Number.StartsWith('A');

    /// <summary>
    /// Whether somebody bought something: a customer is named or money was asked. The rest, guest invoices on which nothing has a
    /// price, are how
    /// this shop books what a stock count finds or misses.
    /// </summary>
    public bool IsOrder { get; } =
        !(Number.StartsWith('C') || Number.StartsWith('A')) && (CustomerId is not null || Rows.Any(row => row.UnitPrice > 0));
}
