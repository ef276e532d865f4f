using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SmartKart.Warehouse.Native.DuckDb.Appending;
using SmartKart.Warehouse.Native.DuckDb.Declarations;

namespace SmartKart.Warehouse.Native.DuckDb.Functions;

/// <summary>What stands behind a function of SQL that is computed here. DuckDB keeps it until the database closes.</summary>
internal sealed unsafe class NativeFunction
{
    private readonly string _name;
    private readonly LogicalType _argument;
    private readonly LogicalType _result;
    private readonly ColumnFunction _function;

    private NativeFunction(string name, LogicalType argument, LogicalType result, ColumnFunction function) =>
        (_name, _argument, _result, _function) = (name, argument, result, function);

    /// <returns>False where DuckDB refuses it; it doesn't say why.</returns>
    internal static bool TryRegister(
        ConnectionHandle connection, string name, LogicalTypeHandle argument, LogicalTypeHandle result, ColumnFunction function)
    {
        var resultType = LogicalType.Read(result);
        if (!ColumnWriter.Writes(resultType))
            throw new WarehouseValueException($"Function '{name}' has a {resultType} as its result, which cannot be written. Give it another type.");
        using var native = FunctionApi.Create();
        FunctionApi.SetName(native, name);
        FunctionApi.AddParameter(native, argument);
        FunctionApi.SetReturnType(native, result);
        FunctionApi.SetVolatile(native);
        FunctionApi.SetTakesNulls(native);
        var self = GCHandle.Alloc(new NativeFunction(name, LogicalType.Read(argument), resultType, function));
        FunctionApi.SetExtra(native, GCHandle.ToIntPtr(self), &Release);    // from here on DuckDB's
        FunctionApi.SetCall(native, &Call);
        return FunctionApi.Register(connection, native) == DuckDbApi.Success;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Call(nint call, nint arguments, nint results)
    {
        try
        {
            var self = (NativeFunction)GCHandle.FromIntPtr(FunctionApi.Extra(call)).Target!;    // a handle of ours, made above
            self.Run(FunctionApi.Vector(arguments, 0), (int)FunctionApi.Rows(arguments), results);
        }
        catch (Exception fault)
        {
            // No exception may pass through DuckDB: it fails the query with this message instead.
            FunctionApi.SetError(call, fault.Message);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Release(nint extra) => GCHandle.FromIntPtr(extra).Free();

    private void Run(nint arguments, int rows, nint results)
    {
        // Made for each chunk: chunks come on many threads, and columns belong to one.
        var argument = new ColumnVector("argument", _argument);
        var result = new ColumnWriter(chunk: null, _name, _result, texts: null);
        argument.Point(arguments, rows);
        result.Begin(results, firstRow: 0);
        try
        {
            _function(argument, rows, result);
            result.End();
        }
        finally
        {
            argument.Forget();
            result.Forget();
        }
    }
}
