using System.Data.Common;

namespace SmartKart.Warehouse.DuckDb;

/// <summary>Makes the provider's objects for code that knows only ADO.NET.</summary>
public sealed class DuckDbProviderFactory : DbProviderFactory
{
    /// <summary>The one there is: ADO.NET looks for a field of this name.</summary>
    public static readonly DuckDbProviderFactory Instance = new();

    private DuckDbProviderFactory() { }

    /// <inheritdoc/>
    public override DbConnection CreateConnection() => new DuckDbConnection();

    /// <inheritdoc/>
    public override DbCommand CreateCommand() => new DuckDbCommand();

    /// <inheritdoc/>
    public override DbParameter CreateParameter() => new DuckDbParameter();

    /// <inheritdoc/>
    public override DbConnectionStringBuilder CreateConnectionStringBuilder() => new DuckDbConnectionStringBuilder();
}
