using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using SmartKart.Warehouse.Native.DuckDb;
using SmartKart.Warehouse.Native.DuckDb.Statements;

namespace SmartKart.Warehouse.DuckDb;

/// <summary>
/// One run of a command: its statements in turn, each prepared when the one before has run. Statements without rows are run through; one with
/// rows stops it, until it is asked for the next.
/// </summary>
internal sealed class CommandRun : IDisposable
{
    private readonly NativeConnection _connection;
    private readonly DuckDbParameterCollection _parameters;
    private readonly StatementBatch? _batch;
    private readonly PreparedStatement? _prepared; // the command's own, where it was prepared beforehand
    private readonly int _count;
    private readonly Interruption _interruption;
    private DuckDbResult? _result;
    private int _next;

    internal CommandRun(NativeConnection connection, string sql, PreparedStatement? prepared, DuckDbParameterCollection parameters, TimeSpan timeout)
    {
        connection.EnsureIdle();
        _connection = connection;
        _parameters = parameters;
        _prepared = prepared;
        _batch = prepared is null ? connection.Parse(sql) : null;
        _count = _batch?.Count ?? 1;
        _interruption = new Interruption(timeout, sql);
    }

    /// <summary>Rows inserted, updated or deleted so far; -1 while no statement was one that does.</summary>
    internal long RecordsAffected { get; private set; } = -1;

    /// <summary>Runs on to the next statement that has rows.</summary>
    /// <returns>Its result, before its first row; null at the end.</returns>
    internal DuckDbResult? Advance(CancellationToken caller)
    {
        _result?.Dispose();
        _result = null;
        while (_next < _count)
        {
            var result = Start(_next++, caller);
            if (result.ReturnsRows) return _result = result;
            using (result) Count(_interruption.Await(static (ended, _) => ended.ReadChangedRows(), result, caller));
        }
        return null;
    }

    /// <summary>The next rows of the result that <see cref="Advance"/> gave.</summary>
    internal bool TryReadChunk([NotNullWhen(true)] out DataChunk? chunk, CancellationToken caller)
    {
        chunk = _interruption.Await(static (result, _) => result.TryReadChunk(out var rows) ? rows : null, _result!, caller);
        return chunk is not null;
    }

    /// <summary>Runs what is left to its end, without keeping a row.</summary>
    internal void Finish(CancellationToken caller)
    {
        while (Advance(caller) is not null)
            while (TryReadChunk(out _, caller)) { }
    }

    /// <summary>Interrupts it: any thread.</summary>
    internal void Stop() => _interruption.Stop();

    /// <summary>Ends it where it is: nothing more is run.</summary>
    public void Dispose()
    {
        _next = _count;
        _result?.Dispose();
        _result = null;
        _batch?.Dispose();
        _interruption.Dispose();
    }

    /// <summary>Binds each of a statement's parameters to the command's of that number or name.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="parameters">The command's.</param>
    /// <param name="isAlone">Whether each of them must be this statement's: none is for another.</param>
    internal static void Bind(PreparedStatement statement, DuckDbParameterCollection parameters, bool isAlone)
    {
        var names = statement.Parameters;
        var named = false;
        for (var place = 0; place < names.Count; place++)
        {
            var isNumber = int.TryParse(names[place], NumberStyles.None, CultureInfo.InvariantCulture, out var number);
            var at = isNumber ? number - 1 : parameters.IndexOf(names[place]);
            if (at < 0 || at >= parameters.Count) throw Missing(names[place], isNumber, parameters.Count, statement.Sql);
            statement.Bind(place, parameters.At(at).Value);
            named |= !isNumber;
        }
        if (isAlone && !named && names.Count < parameters.Count)
            throw new InvalidOperationException(
                $"The statement has {names.Count} parameters, and {parameters.Count} values were given. Take away those that are too many.");
    }

    private static InvalidOperationException Missing(string name, bool isNumber, int given, string sql) => new(isNumber
        ? $"The statement has the parameter ${name}, and {given} values were given. Add a value for each, in order.\nin the SQL:\n{sql}"
        : $"The statement has the parameter ${name}, and no value of that name was given. " +
            $"Add it by Parameters.AddWithValue(\"{name}\", …).\nin the SQL:\n{sql}");

    private DuckDbResult Start(int index, CancellationToken caller)
    {
        var statement = _prepared ?? _batch!.Prepare(index);
        try
        {
            Bind(statement, _parameters, isAlone: _count == 1);
            return _interruption.Await(
                static (run, stop) => run.Connection.Stream(run.Statement, stop), (Connection: _connection, Statement: statement), caller);
        }
        catch
        {
            _next = _count; // what follows a failed statement is not run
            throw;
        }
        finally
        {
            if (_prepared is null) statement.Dispose();
        }
    }

    private void Count(long changed)
    {
        if (changed >= 0) RecordsAffected = Math.Max(RecordsAffected, 0) + changed;
    }
}
