using System.Data;
using System.Data.Common;

namespace SmartKart.Warehouse.DuckDb;

/// <summary>
/// A transaction: DuckDB's are snapshots, in which a write that meets another transaction's fails at once. Disposing one that is neither committed
/// nor rolled back rolls it back.
/// </summary>
public sealed class DuckDbTransaction : DbTransaction
{
    private DuckDbConnection? _connection;

    internal DuckDbTransaction(DuckDbConnection connection) => _connection = connection;

    /// <summary>Always a snapshot: no weaker level than was asked for.</summary>
    public override IsolationLevel IsolationLevel => IsolationLevel.Snapshot;

    /// <summary>Null once it is over.</summary>
    protected override DbConnection? DbConnection => _connection;

    /// <summary>Makes its changes everyone's, and durable.</summary>
    /// <exception cref="InvalidOperationException">It is over.</exception>
    /// <exception cref="WarehouseQueryException">DuckDB cannot commit: a constraint, a conflict. It is rolled back then.</exception>
    public override void Commit() => End("COMMIT");

    /// <summary>Undoes its changes.</summary>
    /// <exception cref="InvalidOperationException">It is over.</exception>
    public override void Rollback() => End("ROLLBACK");

    /// <inheritdoc/>
    public override Task CommitAsync(CancellationToken cancellationToken = default) => Task.Run(Commit, cancellationToken);

    /// <inheritdoc/>
    public override Task RollbackAsync(CancellationToken cancellationToken = default) => Task.Run(Rollback, cancellationToken);

    /// <summary>DuckDB has no savepoints.</summary>
    public override bool SupportsSavepoints => false;

    /// <summary>The connection is gone, and with it what was not committed.</summary>
    internal void Abandon() => _connection = null;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && _connection is not null) Rollback();
        base.Dispose(disposing);
    }

    private void End(string sql)
    {
        var connection = _connection
            ?? throw new InvalidOperationException("This transaction is over: it was committed or rolled back, or its connection closed. Begin another.");
        connection.Native.EnsureIdle();
        // It is over whatever comes: DuckDB rolls a transaction back that it cannot commit.
        _connection = null;
        connection.Transaction = null;
        connection.Native.Execute(sql);
    }
}
