namespace SmartKart.Backfill.Histories.OnlineRetail;

/// <summary>One line of one invoice, as the file has it, cleaned of what carries no meaning (blanks around codes, their case).</summary>
/// <param name="IsReadable">
/// Whether invoice, stock code, quantity, time and price could all be read; where not, those that could not are empty or 0.
/// </param>
/// <param name="StockCode">Product code in capitals, because the file writes some products both ways.</param>
/// <param name="Description">Product text, or a clerk's note on a stock movement; null where there is none.</param>
/// <param name="Quantity">Units; negative on returns and write-offs.</param>
/// <param name="UnitPrice">Pounds sterling, to 4 decimals.</param>
public readonly record struct OnlineRetailRow(bool IsReadable, string StockCode, string? Description, int Quantity, decimal UnitPrice);
