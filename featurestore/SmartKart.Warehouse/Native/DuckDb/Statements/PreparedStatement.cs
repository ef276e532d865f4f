using System.Runtime.InteropServices;
using SmartKart.Warehouse.Native.DuckDb.Declarations;

namespace SmartKart.Warehouse.Native.DuckDb.Statements;

/// <summary>One statement, ready to be run with values for its parameters, as often as wanted. One thread at a time.</summary>
internal sealed class PreparedStatement(StatementHandle statement, string sql) : IDisposable
{
    private string[]? _parameters;

    internal string Sql => sql;

    internal StatementHandle Handle => statement;

    /// <summary>The parameters, in the order of their places: a name, or for a parameter without one its number, from 1.</summary>
    internal IReadOnlyList<string> Parameters => _parameters ??= ReadParameters();

    /// <summary>Binds the value of one parameter.</summary>
    /// <param name="place">From 0.</param>
    /// <param name="value">See <see cref="NativeValue.Types"/>.</param>
    internal void Bind(int place, object? value)
    {
        using var native = NativeValue.Of(value, Parameters[place]);
        if (!native.IsInvalid && ValueApi.Bind(statement, (ulong)place + 1, native) == DuckDbApi.Success) return;
        throw new WarehouseQueryException(
            Marshal.PtrToStringUTF8(DuckDbApi.PrepareError(statement)) ?? $"DuckDB refused the value of parameter {Parameters[place]}", sql);
    }

    /// <summary>Binds one value to each parameter, in order.</summary>
    internal void Bind(IReadOnlyList<object?> values)
    {
        if (Parameters.Count != values.Count)
            throw new WarehouseQueryException($"The statement has {Parameters.Count} parameters, and {values.Count} values were given", sql);
        for (var i = 0; i < values.Count; i++) Bind(i, values[i]);
    }

    public void Dispose() => statement.Dispose();

    private string[] ReadParameters()
    {
        var names = new string[(int)ValueApi.ParameterCount(statement)];
        for (var i = 0; i < names.Length; i++)
        {
            var name = ValueApi.ParameterName(statement, (ulong)i + 1);
            // DuckDB's API reaches parameters up to their number only, so that a lone $2 is out of its reach.
            names[i] = Marshal.PtrToStringUTF8(name) ?? throw new WarehouseQueryException(
                $"The statement has {names.Length} parameters and no ${i + 1}. Number them from $1 without gaps, in each statement anew, or name them", sql);
            DuckDbApi.Free(name);
        }
        return names;
    }
}
