using SmartKart.Warehouse.Native.DuckDb.Appending;

namespace SmartKart.Warehouse.Native.DuckDb.Functions;

/// <summary>
/// Computes a function of SQL for a chunk of rows. It is called on DuckDB's threads, on several at once; what it throws fails the query. Both columns
/// are over when it returns.
/// </summary>
/// <param name="argument">The argument of each row. It may be NULL: what the function gives for that is its own to say.</param>
/// <param name="rows">How many, 1 to 2,048.</param>
/// <param name="result">Takes the result of each row; one that nothing is written to is the type's zero, an empty text or an empty list.</param>
public delegate void ColumnFunction(ColumnVector argument, int rows, ColumnWriter result);
