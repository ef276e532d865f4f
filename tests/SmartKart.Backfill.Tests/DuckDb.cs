using SmartKart.Warehouse;
using SmartKart.Warehouse.Native.DuckDb;

namespace SmartKart.Backfill.Tests;

/// <summary>The engine that reads histories; a test without its library is skipped by name.</summary>
internal static class DuckDb
{
    public static void Required()
    {
        try
        {
            DuckDbDatabase.Open().Dispose();
        }
        catch (WarehouseLibraryException missing)
        {
            Assert.Skip(missing.Message);
        }
    }

    public static void Execute(string sql)
    {
        using var database = DuckDbDatabase.Open();
        using var connection = database.Connect();
        connection.Execute(sql, TestContext.Current.CancellationToken);
    }
}
