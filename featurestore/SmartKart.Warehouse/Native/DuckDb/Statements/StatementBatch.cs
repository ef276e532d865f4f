using System.Runtime.InteropServices;
using SmartKart.Warehouse.Native.DuckDb.Declarations;

namespace SmartKart.Warehouse.Native.DuckDb.Statements;

/// <summary>
/// A text with any number of statements, parsed. Each is prepared when its turn comes, because it may need a table that the one before makes.
/// </summary>
internal sealed class StatementBatch : IDisposable
{
    private readonly ConnectionHandle _connection;
    private readonly ExtractedHandle _statements;
    private readonly string _sql;

    private StatementBatch(ConnectionHandle connection, ExtractedHandle statements, int count, string sql)
    {
        _connection = connection;
        _statements = statements;
        _sql = sql;
        Count = count;
    }

    /// <summary>How many statements there are; 0 for a text of blanks and comments.</summary>
    internal int Count { get; }

    internal static StatementBatch Parse(ConnectionHandle connection, string sql)
    {
        var count = DuckDbApi.ExtractStatements(connection, sql, out var statements);
        if (count == 0 && !statements.IsInvalid && Marshal.PtrToStringUTF8(DuckDbApi.ExtractError(statements)) is { Length: > 0 } message)
        {
            statements.Dispose();
            throw new WarehouseQueryException(message, sql);
        }
        statements.KeepAlive(connection);
        return new StatementBatch(connection, statements, (int)count, sql);
    }

    /// <exception cref="WarehouseQueryException">DuckDB refuses it: it names what is not there, or mixes types.</exception>
    internal PreparedStatement Prepare(int index)
    {
        if (DuckDbApi.PrepareExtracted(_connection, _statements, (ulong)index, out var statement) != DuckDbApi.Success)
            throw NativeConnection.NotPrepared(statement, _sql);
        statement.KeepAlive(_connection);
        return new PreparedStatement(statement, _sql);
    }

    public void Dispose() => _statements.Dispose();
}
