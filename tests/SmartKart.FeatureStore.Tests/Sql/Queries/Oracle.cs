using SmartKart.Warehouse;
using SmartKart.Warehouse.DuckDb;

namespace SmartKart.FeatureStore.Tests.Sql.Queries;

/// <summary>DuckDB in memory, which says what a text means.</summary>
internal static class Oracle
{
    /// <summary>A connection to an engine of its own; without the library the test is skipped.</summary>
    internal static DuckDbConnection Open()
    {
        var connection = new DuckDbConnection("Data Source=:memory:;Threads=2");
        try
        {
            connection.Open();
            return connection;
        }
        catch (WarehouseLibraryException missing)
        {
            connection.Dispose();
            Assert.Skip(missing.Message);
            throw;
        }
    }
}
