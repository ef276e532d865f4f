using SmartKart.Warehouse.DuckDb;

namespace SmartKart.Warehouse.Tests.DuckDb;

/// <summary>An open connection to a database in memory per test, on the real library; a test without it is skipped by name.</summary>
public abstract class ConnectedTest : IDisposable
{
    protected ConnectedTest()
    {
        Connection = new DuckDbConnection("Data Source=:memory:");
        try
        {
            Connection.Open();
        }
        catch (WarehouseLibraryException missing)
        {
            Assert.Skip(missing.Message);
        }
        Folder = Directory.CreateTempSubdirectory("smartkart-provider-");
    }

    protected DuckDbConnection Connection { get; }

    protected DirectoryInfo Folder { get; }

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        Connection.Dispose();
        Folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    protected int Execute(string sql, params object?[] parameters)
    {
        using var command = Command(sql, parameters);
        return command.ExecuteNonQuery();
    }

    protected DuckDbDataReader Query(string sql, params object?[] parameters)
    {
        using var command = Command(sql, parameters);
        return command.ExecuteReader();
    }

    protected object? Scalar(string sql, params object?[] parameters)
    {
        using var command = Command(sql, parameters);
        return command.ExecuteScalar();
    }

    /// <summary>The first column of the first row, as a type.</summary>
    protected T One<T>(string sql, params object?[] parameters)
    {
        using var reader = Query(sql, parameters);
        reader.Read().ShouldBeTrue();
        return reader.GetFieldValue<T>(0);
    }

    protected DuckDbCommand Command(string sql, params object?[] parameters)
    {
        var command = Connection.CreateCommand(sql);
        foreach (var parameter in parameters) command.Parameters.Add(parameter);
        return command;
    }
}
