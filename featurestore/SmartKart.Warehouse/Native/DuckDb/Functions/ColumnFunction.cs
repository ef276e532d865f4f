using SmartKart.Warehouse.Native.DuckDb.Appending;

namespace SmartKart.Warehouse.Native.DuckDb.Functions;

/// <summary>
/// Computes a function of SQL for a chunk of rows. It is called on DuckDB's threads, on several at once; what it throws fails the query. Both columns
/// are over when it returns.
/// </summary>
/// <param name="argument">The argument of each row; it may be NULL.</param>
/// <param name="rows">How many, 1 to 2,048.</param>
/// <param name="result">Takes the result of each row. Where the argument is NULL the result is, whatever is written.</param>
public delegate void ColumnFunction(ColumnVector argument, int rows, ColumnWriter result);
